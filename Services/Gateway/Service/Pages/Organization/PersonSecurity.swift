import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Where somebody is signed in and what he signs in with, for who helps those that lost a device.
struct PersonSecurity: Sendable {
    private static let scope = "sessions:write"

    let listSessions: ListSessions
    let endSession: EndSession
    let passkeys: KeepPasskeys
    let maker: PageMaker

    var routes: [Route] {
        [
            route("/sessions/end", "Ends all sessions of a user.") { request, _, user in
                try await endSession.all(userID: user)
            },
            route("/sessions/{session}/end", "Ends a session of a user.") { request, _, user in
                try await endSession.one(try request.id("session"), userID: user)
            },
            route("/passkeys/{passkey}/remove", "Removes a passkey of somebody who lost it.") { request, form, user in
                _ = try await passkeys.remove(
                    try request.id("passkey"), of: user, expecting: try form.version(), from: SignInOrigin(request), isHelp: true)
            },
        ]
    }

    private func route(
        _ place: String, _ summary: String, _ work: @escaping @Sendable (HTTPRequest, FormBody, ID) async throws -> Void
    ) -> Route {
        Route(
            .post, PersonPages.path + "/{id}" + place, access: .scope(Self.scope), audit: .change(.organization), summary
        ) { request in
            let visit = maker.visit(request)
            let form = try await visit.form()
            let user = try visit.id()
            try await work(request, form, user)
            return .redirect(to: "\(PersonPages.path)/\(user)?done=secured")
        }
    }

    /// Nothing for who may not look.
    func blocks(of user: User, _ visit: Visit) async throws -> [HTML] {
        guard visit.request.caller.holds(Self.scope), user.kind == .person else { return [] }
        async let sessions = listSessions(userID: user.id)
        let keys = try await passkeys.list(of: user.id)
        return [card(of: try await sessions, user, visit), card(of: keys, user, visit)].compactMap(\.self)
    }

    private func card(of sessions: [Session], _ user: User, _ visit: Visit) -> HTML {
        let say = visit.say
        guard !sessions.isEmpty else { return .card(say(.sessions), "<p class=\"muted\">\(say(.signedInNowhere))</p>") }
        let columns = [
            Table.Column(say(.browser)), Table.Column(say(.address), onPhone: false), Table.Column(say(.lastSeen)),
            Table.Column(say(.action)),
        ]
        let path = "\(PersonPages.path)/\(user.id)/sessions"
        let rows = sessions.map { session in
            Table.Row([
                "\(session.origin.agent.isEmpty ? say(.unknownBrowser) : session.origin.agent)", "\(session.origin.address)",
                visit.moment(session.seenAt), RequestWords.form("\(path)/\(session.id)/end", say(.endSession), visit, .quiet),
            ])
        }
        let all = RequestWords.form("\(path)/end", say(.endAllSessions), visit)
        return .card(say(.sessions), "\(Table(say(.sessions), columns, rows).html)\(HTML.chips([all]))")
    }

    private func card(of passkeys: [Passkey], _ user: User, _ visit: Visit) -> HTML? {
        guard !passkeys.isEmpty else { return nil }
        let say = visit.say
        let columns = [Table.Column(say(.passkeyName)), Table.Column(say(.lastUsedAt)), Table.Column(say(.action))]
        let rows = passkeys.map { passkey in
            let copied: HTML = passkey.copiedAt == nil ? .empty : " \(HTML.tag(say(.copiedRemoveIt), .bad))"
            return Table.Row([
                "\(passkey.name)\(copied)", passkey.lastUsedAt.map(visit.moment) ?? "\(say(.neverUsed))",
                """
                <form method="post" action="\(url: "\(PersonPages.path)/\(user.id)/passkeys/\(passkey.id)/remove")">\
                \(visit.formToken)\(HTML.hidden("version", String(passkey.version)))\(HTML.button(say(.removePasskey), .quiet))</form>
                """,
            ])
        }
        return .card(say(.passkeys), flush: true, Table(say(.passkeys), columns, rows).html)
    }
}

extension Phrase {
    static let signedInNowhere = Phrase("Сейчас нигде не вошёл.", "Signed in nowhere now.")
    static let endAllSessions = Phrase("Завершить все", "End all")
    static let personSecured = Phrase("Готово: действует сразу.", "Done, from this moment on.")
}
