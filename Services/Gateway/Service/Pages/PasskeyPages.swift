import Audit
import Core
import HTML
import HTTP
import Pages
import Passkeys
import Presentation
import ServiceKit

/// A signed-in person's passkeys: the list, adding one by the script, and a page for each to rename and remove it.
struct PasskeyPages: Sendable {
    static let path = "/me/passkeys"

    let keep: KeepPasskeys
    let site: PasskeySite?
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, Self.path, access: .signedIn, audit: .none("One's own."), "One's passkeys.", handler: list),
            Route(
                .get, Self.path + "/{id}", access: .signedIn, audit: .none("One's own."), "One of one's passkeys.", handler: show),
            Route(
                .post, Self.path + "/{id}/rename", access: .signedIn, audit: .change(.organization), "Renames a passkey.",
                handler: rename),
            Route(
                .post, Self.path + "/{id}/remove", access: .signedIn, audit: .change(.organization), "Removes a passkey.",
                handler: remove),
        ]
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let passkeys = try await keep.list(of: session.user.id)
        let say = visit.say
        let table = Table(
            say(.passkeys),
            [
                Table.Column(say(.passkeyName)), Table.Column(say(.lastUsedAt)), Table.Column(say(.addedAt), onPhone: false),
                Table.Column(say(.whereItIs)),
            ], passkeys.map { row($0, visit) })
        let known: HTML = passkeys.isEmpty ? .empty(say(.noPasskeys), say(.passkeysExplained)) : table.html
        var content = PageContent(
            say(.passkeys), path: ProfilePages.path,
            .two(.card(say(.passkeys), flush: !passkeys.isEmpty, known), addCard(visit, session, explains: !passkeys.isEmpty)))
        content.crumbs = [Crumb(say(.ownPage), ProfilePages.path)]
        content.flash = Self.done(visit)
        content.scripts = [Assets.passkeys]
        return await maker.page(visit, content)
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        return await page(visit, try await passkey(visit, session))
    }

    @Sendable private func rename(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        let passkey = try await passkey(visit, session)
        guard let name = form.filled("name"), Passkey.nameLengths.contains(name.unicodeScalars.count), !name.contains("\0") else {
            return await page(visit, passkey, name: visit.say(.nameNeeded), status: 422)
        }
        return try await unlessStale(visit, passkey) {
            _ = try await keep.rename(passkey.id, of: session.user.id, to: name, expecting: Self.version(form))
            return .redirect(to: Self.path + "?done=renamed")
        }
    }

    @Sendable private func remove(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (visit, session) = try maker.own(request)
        let form = try await visit.form()
        let passkey = try await passkey(visit, session)
        guard session.isFresh(at: visit.now) else { return PasswordPages.proof(next: "\(Self.path)/\(passkey.id)") }
        return try await unlessStale(visit, passkey) {
            _ = try await keep.remove(
                passkey.id, of: session.user.id, expecting: Self.version(form), from: SignInOrigin(request))
            return .redirect(to: Self.path + "?done=removed")
        }
    }

    private func passkey(_ visit: Visit, _ session: Session) async throws -> Passkey {
        let id = try visit.id()
        return try Missing.check(try await keep.list(of: session.user.id).first { $0.id == id })
    }

    /// The page again where somebody was faster, or it is the last way in.
    private func unlessStale(
        _ visit: Visit, _ passkey: Passkey, _ change: () async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        do {
            return try await change()
        } catch let refusal as Refusal {
            switch refusal.code {
            case Stale.refusal.code: return await page(visit, passkey, note: .changedMeanwhile, status: 412)
            case "last-way-in": return await page(visit, passkey, note: .lastWayIn, status: 409)
            default: throw refusal
            }
        }
    }

    private static func version(_ form: FormBody) -> Int64 { form["version"].flatMap { Int64($0) } ?? 0 }

    private static func done(_ visit: Visit) -> HTML? {
        let phrase: Phrase? =
            switch visit.query("done") {
            case "added": .passkeyAdded
            case "renamed": .passkeyRenamed
            case "removed": .passkeyRemoved
            default: nil
            }
        return phrase.map { .note("\(visit.say($0))", .good) }
    }

    private func row(_ passkey: Passkey, _ visit: Visit) -> Table.Row {
        let used = passkey.lastUsedAt.map { moment($0, visit) } ?? "<span class=\"muted\">\(visit.say(.neverUsed))</span>"
        return Table.Row([
            .link(passkey.name, "\(Self.path)/\(passkey.id)"), used, moment(passkey.createdAt, visit),
            place(passkey, visit),
        ])
    }

    private func place(_ passkey: Passkey, _ visit: Visit) -> HTML {
        guard passkey.copiedAt == nil else { return .tag(visit.say(.copiedRemoveIt), .bad, icon: .alert) }
        return "\(visit.say(passkey.isBackedUp ? .onOtherDevices : .onThisDeviceOnly))"
    }

    private func addCard(_ visit: Visit, _ session: Session, explains: Bool) -> HTML {
        let say = visit.say
        let why: HTML? = explains ? "<p>\(say(.passkeysExplained))</p>" : nil
        guard let site else { return .card(say(.addPasskey), "\(why)<p class=\"muted\">\(say(.passkeysUnavailable))</p>") }
        guard session.isFresh(at: visit.now) else {
            let proof = PercentText.target(PasswordPages.proofPath, [("next", Self.path)])
            return .card(say(.addPasskey), .stack([why ?? .empty, .chips([.buttonLink(say(.addPasskey), proof, .main)])]))
        }
        let name = Field("name", say(.passkeyName), value: BrowserName.short(visit.request.fields["User-Agent"])).with {
            $0.hint = say(.passkeyNameHint)
            $0.autocomplete = "off"
        }
        return .card(
            say(.addPasskey),
            """
            <div class="stack">\(why)<p class="muted" data-elsewhere>\(say(.passkeysElsewhere, site.origin))</p>\
            <form class="stack" data-passkey="add" data-origin="\(site.origin)" data-to="\(PasskeyRoutes.path)" \
            data-next="\(Self.path)?done=added"\(PasskeyTexts.html(say)) hidden>\(name.html)\
            <div class="chips"><button class="btn go">\(Icon.lock.html)\(say(.addPasskey))</button></div>\
            <p class="err" role="alert" hidden></p></form></div>
            """)
    }

    private func page(
        _ visit: Visit, _ passkey: Passkey, name error: String? = nil, note: Phrase? = nil, status: Int = 200
    ) async -> HTTPResponse {
        let say = visit.say
        let path = "\(Self.path)/\(passkey.id)"
        let hidden: HTML = "\(visit.formToken)\(HTML.hidden("version", "\(passkey.version)"))"
        let facts = HTML.facts([
            Fact(say(.addedAt), moment(passkey.createdAt, visit)),
            Fact(say(.lastUsedAt), passkey.lastUsedAt.map { moment($0, visit) } ?? "\(say(.neverUsed))"),
            Fact(say(.whereItIs), place(passkey, visit)),
        ])
        let field = Field("name", say(.passkeyName), value: passkey.name).with {
            $0.isRequired = true
            $0.autocomplete = "off"
            $0.error = error
        }
        let form = HTML.form(
            path + "/rename", hidden: hidden, fields: [field],
            actions: [.button(say(.save), .main), .buttonLink(say(.cancel), Self.path, .quiet)])
        let removal: HTML = """
            <form method="post" action="\(url: path + "/remove")">\(hidden)\(HTML.button(say(.removePasskey), .quiet, icon: .x))</form>
            """
        var content = PageContent(
            passkey.name, path: ProfilePages.path, .card(say(.passkeys), .stack([facts, form, .chips([removal])])))
        content.crumbs = [Crumb(say(.ownPage), ProfilePages.path), Crumb(say(.passkeys), Self.path)]
        content.flash = note.map { .note("\(say($0))", .warn) }
        return await maker.page(visit, content, status: status)
    }

    private func moment(_ moment: Timestamp, _ visit: Visit) -> HTML {
        .moment(visit.say.near(moment, now: visit.now), exact: visit.say.exact(moment))
    }
}
