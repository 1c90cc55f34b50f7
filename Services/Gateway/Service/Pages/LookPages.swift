import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Takes how a person wants the pages to look; the form stands on the person's own page.
struct LookPages: Sendable {
    static let path = ProfilePages.path + "/look"

    let changePreferences: ChangePreferences
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .post, Self.path, access: .signedIn, audit: .none("One's own."), "Changes how the pages look to oneself.",
                handler: change)
        ]
    }

    @Sendable private func change(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        guard let scheme = form["scheme"].flatMap(Preferences.Scheme.init(rawValue:)),
            let density = form["density"].flatMap(Preferences.Density.init(rawValue:))
        else {
            throw Refusal(
                .malformed, "unknown-look", "scheme must be system, light or dark, and density must be regular or compact.")
        }
        try await changePreferences(
            to: Preferences(scheme: scheme, density: density, hasKeys: form["keys"] == "on"), of: session.user)
        return .redirect(to: ProfilePages.path + "?done=look")
    }
}

/// How the pages look, to be chosen.
struct LookCard: Sendable {
    static let id = "look"

    let preferences: Preferences
    let visit: Visit

    var card: HTML {
        let say = visit.say
        let scheme = Field(
            "scheme", say(.colours), value: preferences.scheme.rawValue,
            options: Preferences.Scheme.allCases.map { ($0.rawValue, say(Self.title($0))) })
        let density = Field(
            "density", say(.density), value: preferences.density.rawValue,
            options: Preferences.Density.allCases.map { ($0.rawValue, say(Self.title($0))) })
        let keys: HTML = """
            <label class="check"><input type="checkbox" name="keys" value="on"\(" checked", when: preferences.hasKeys)>\
            \(say(.singleKeys))</label>
            """
        return .card(
            say(.look), id: Self.id,
            """
            <form class="stack" method="post" action="\(LookPages.path)">\(visit.formToken)\(scheme.html)\(density.html)\(keys)\
            <div class="chips">\(HTML.button(say(.save)))</div></form>
            """)
    }

    private static func title(_ scheme: Preferences.Scheme) -> Phrase {
        switch scheme {
        case .system: Phrase("Как в системе", "As the system has it")
        case .light: Phrase("Светлые", "Light")
        case .dark: Phrase("Тёмные", "Dark")
        }
    }

    private static func title(_ density: Preferences.Density) -> Phrase {
        switch density {
        case .regular: Phrase("Обычно", "Regular")
        case .compact: Phrase("Плотно", "Compact")
        }
    }
}

extension Preferences {
    /// As the parts of the pages take it.
    var look: Look {
        Look(
            scheme: Look.Scheme(rawValue: scheme.rawValue) ?? .system,
            density: Look.Density(rawValue: density.rawValue) ?? .regular,
            hasKeys: hasKeys)
    }
}
