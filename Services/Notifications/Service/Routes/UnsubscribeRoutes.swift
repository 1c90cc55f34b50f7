import Audit
import Core
import HTML
import HTTP
import JSON
import Presentation
import ServiceKit

/// One-click unsubscribe (RFC 8058): a POST from the mail program ends it at once; a person who follows the link sees a page
/// with a button, since a GET must change nothing. No sign-in: the link itself is the proof.
struct UnsubscribeRoutes: Sendable {
    let unsubscribe: Unsubscribe

    var routes: [Route] {
        [
            Route(
                .post, "/unsubscribe/{token}", access: .open, audit: .change(.mail),
                "Unsubscribe by the link of a message; one click is enough (RFC 8058).", extra: Self.answers
            ) { request in
                _ = try await request.body.collect(upTo: 10_000)
                let known = try await unsubscribe(request.parameters["token"] ?? "")
                let say = presenter(request)
                guard known else { return page(say, .unknownTitle, .unknownText, status: 404) }
                return page(say, .doneTitle, .doneText)
            },
            Route(
                .get, "/unsubscribe/{token}", access: .open, audit: .none("Shows a button."),
                "The page with the button to unsubscribe.", extra: Self.answers
            ) { request in
                let token = request.parameters["token"] ?? ""
                let say = presenter(request)
                guard UnsubscribeToken(token, secret: unsubscribe.secret) != nil else {
                    return page(say, .unknownTitle, .unknownText, status: 404)
                }
                let form: HTML = """
                    <form method="post" action="/unsubscribe/\(token)"><button class="btn go">\(say(.unsubscribeButton))</button></form>
                    """
                return page(say, .askTitle, .askText, form: form)
            },
        ]
    }

    /// For the API docs: pages, also where the link is none of ours.
    private static let answers: [String: JSONValue] = [
        "responses": [
            "200": ["description": "The page.", "content": ["text/html": [:]]],
            "404": ["description": "A page that says that the link does not work.", "content": ["text/html": [:]]],
            "default": [
                "description": "A refusal, with a stable code.",
                "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
            ],
        ]
    ]

    private func presenter(_ request: HTTPRequest) -> Presenter {
        Presenter(language: Language(acceptLanguage: request.fields["Accept-Language"], standard: .english))
    }

    private func page(_ say: Presenter, _ title: Phrase, _ text: Phrase, form: HTML = "", status: Int = 200) -> HTTPResponse {
        let html: HTML = """
            <!doctype html><html lang="\(say.language.rawValue)"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>\(say(title))</title>\
            <link rel="stylesheet" href="/assets/relata.css"></head><body><main class="door"><div class="card"><div class="in stack">\
            <h1>\(say(title))</h1><p>\(say(text))</p>\(form)</div></div></main></body></html>
            """
        return .html(html.bytes, status: status)
    }
}

extension Phrase {
    fileprivate static let askTitle = Phrase("Отписаться?", "Unsubscribe?")
    fileprivate static let askText = Phrase(
        "Вы больше не будете получать такие письма.", "You will not get messages of this kind any more.")
    fileprivate static let unsubscribeButton = Phrase("Отписаться", "Unsubscribe")
    fileprivate static let doneTitle = Phrase("Вы отписаны", "You are unsubscribed")
    fileprivate static let doneText = Phrase(
        "Таких писем больше не будет. Письма, которые уже в пути, могут ещё прийти.",
        "There will be no more messages of this kind. Those already on their way may still arrive.")
    fileprivate static let unknownTitle = Phrase("Ссылка не подходит", "This link does not work")
    fileprivate static let unknownText = Phrase(
        "Откройте ссылку из письма ещё раз, целиком.", "Open the link in the message once more, and all of it.")
}
