package import HTML
package import Presentation

/// A page for somebody who is not signed in: sign-in, unsubscribing, an error. One narrow column, the one `h1` above.
package struct DoorFrame: Sendable {
    package let presenter: Presenter
    package let title: String
    package let body: HTML
    /// Modules of our own that the page needs to be more comfortable; it works without.
    package let scripts: [Asset]
    package let look: Look

    package init(presenter: Presenter, title: String, body: HTML, scripts: [Asset] = [], look: Look = Look()) {
        self.scripts = scripts
        self.look = look
        self.presenter = presenter
        self.title = title
        self.body = body
    }

    package func document() -> HTML {
        HTML.document(
            title: title, language: presenter.language, look: look, scripts: scripts,
            """
            <main class="door" id="content"><div class="stack"><p class="brand"><span class="mark" aria-hidden="true">R</span>\
            Relata</p><h1>\(title)</h1>\(body)</div></main>
            """)
    }
}

extension HTML {
    static func document(title: String, language: Language, look: Look, scripts: [Asset] = [], _ content: HTML) -> HTML {
        let modules: [HTML] = scripts.map { "<script type=\"module\" src=\"\($0.path)\"></script>" }
        return """
            <!doctype html>
            <html lang="\(language.rawValue)"\(look.attributes)><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, \
            initial-scale=1"><meta name="color-scheme" content="\(look.schemes)"><title>\(title) · Relata</title>\
            <link rel="stylesheet" href="\(Assets.stylesheet.path)"><link rel="icon" type="image/svg+xml" href="\(Assets.mark.path)">\
            \(modules)</head><body>\(content)</body></html>

            """
    }
}
