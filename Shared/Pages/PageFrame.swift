package import HTML
package import Presentation

/// A whole page for somebody who is signed in: navigation, head with the one `h1`, body. No inline script or style, so it works
/// under `default-src 'self'`; and for reading and simple forms it works with no script at all.
package struct PageFrame: Sendable {
    package let presenter: Presenter
    package let title: String
    /// The path of this page, which decides the mark in the navigation.
    package let path: String
    package let navigation: [NavigationEntry]
    package let user: PageUser?
    package let body: HTML
    /// Where one is, above the title, from the top.
    package var crumbs: [Crumb] = []
    /// Beside the title: tags, freshness.
    package var beside: HTML = .empty
    /// At the end of the head: buttons.
    package var actions: HTML = .empty
    /// What the step before came to, above all else; announced by screen readers.
    package var flash: HTML?
    /// Where everything is searched, as `?q=`.
    package var searchPath = "/search"
    package var look = Look()
    /// What waits for the person, at the end of the head.
    package var bell: HTML = .empty
    /// From where on the page is to be told of changes.
    package var livePlace = ""
    /// Modules of our own that the page runs; it works without.
    package var scripts = [Assets.frame]

    package init(
        presenter: Presenter, title: String, path: String, navigation: [NavigationEntry], user: PageUser?, body: HTML
    ) {
        self.presenter = presenter
        self.title = title
        self.path = path
        self.navigation = navigation
        self.user = user
        self.body = body
    }

    /// The complete document, `<!doctype html>` first.
    package func document() -> HTML {
        let crumbs = Crumb.list(crumbs, label: presenter(.crumbs))
        let push: HTML? = actions.isEmpty ? nil : "<div class=\"push\">\(actions)</div>"
        let flash: HTML? = flash.map { "<div class=\"flash\" role=\"status\">\($0)</div>" }
        let content: HTML = """
            <a class="skip" href="#content">\(presenter(.skipToContent))</a>
            <div class="app">\(navigationBar)
            <div class="main"><header class="head"><div>\(crumbs)<h1>\(title)</h1></div>\(beside)\(push)\(bell)</header>
            <main class="body" id="content" tabindex="-1" data-live-from="\(livePlace)">\(flash)\(body)</main></div>\(me)</div>
            \(FrameDialogs(say: presenter, navigation: navigation, searchPath: searchPath).html)
            """
        return HTML.document(
            title: title, language: presenter.language, look: look, scripts: scripts, content)
    }

    private var navigationBar: HTML {
        let current = navigation.filter { $0.holds(path) }.max { $0.path.utf8.count < $1.path.utf8.count }?.path
        var entries = HTML.empty
        var group: Phrase?
        for entry in navigation {
            if let next = entry.group, next != group { entries += "<span class=\"group\">\(presenter(next))</span>" }
            group = entry.group
            let count: HTML? = entry.count.map { "<span class=\"count\">\($0)</span>" }
            let key: HTML? = entry.key.map { " data-key=\"\(String($0))\"" }
            let short: HTML? = entry.short.map { "<span class=\"short\">\(presenter($0))</span>" }
            entries += """
                <a href="\(url: entry.path)"\(" class=\"tab\"", when: entry.onPhone)\(key)\
                \(" aria-current=\"page\"", when: entry.path == current)>\
                \(entry.icon.html)<span class="long">\(presenter(entry.title))</span>\(short)\(count)</a>
                """
        }
        return """
            <nav class="nav" aria-label="\(presenter(.sections))"><a class="brand" href="/">\
            <span class="mark" aria-hidden="true">R</span>Relata</a>\(find)\(entries)\(searchTab)</nav>
            """
    }

    private var find: HTML {
        """
        <form class="find" role="search" action="\(url: searchPath)">\(Icon.search.html)<input type="search" name="q" \
        autocomplete="off" aria-label="\(presenter(.search))" placeholder="\(presenter(.search))…"><kbd \
        aria-hidden="true">Ctrl K</kbd></form>
        """
    }

    /// On a phone, where the field has no room: the last of the few places in the bar, which leads to all the others.
    private var searchTab: HTML {
        """
        <a class="tab phone" href="\(url: searchPath)"\(" aria-current=\"page\"", when: path == searchPath)>\
        \(Icon.search.html)<span>\(presenter(.search))</span></a>
        """
    }

    private func name(of user: PageUser) -> HTML {
        guard let target = user.path else { return "<span>\(user.name)</span>" }
        return "<a href=\"\(url: target)\"\(" aria-current=\"page\"", when: target == path)>\(user.name)</a>"
    }

    private var me: HTML? {
        user.map { user in
            """
            <footer class="me">\(HTML.face(user.name))\(name(of: user))\(user.beside)\
            <form method="post" action="\(url: user.signOutPath)">\(user.hidden)\
            <button class="btn bare sq" aria-label="\(presenter(.signOut))" \
            title="\(presenter(.signOut))">\(Icon.logout.html)</button></form></footer>
            """
        }
    }
}

/// Who is signed in, where that person's own page is, and how to leave.
package struct PageUser: Sendable {
    package let name: String
    package let path: String?
    package let signOutPath: String
    /// Hidden fields of the sign-out form: the form token.
    package let hidden: HTML
    /// Beside the name: the language switch.
    package let beside: HTML

    package init(name: String, path: String? = nil, signOutPath: String, hidden: HTML = .empty, beside: HTML = .empty) {
        self.name = name
        self.path = path
        self.signOutPath = signOutPath
        self.hidden = hidden
        self.beside = beside
    }
}
