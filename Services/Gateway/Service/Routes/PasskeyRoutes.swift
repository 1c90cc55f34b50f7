import Audit
import Core
import HTTP
import Passkeys
import ServiceKit

/// One's own passkeys, and an administrator's way to see and remove those of somebody who lost a device.
struct PasskeyRoutes: Sendable {
    static let path = "/v1/me/passkeys"
    static let usersPath = "/v1/users/{user}/passkeys"

    let ask: AskPasskey
    let add: AddPasskey
    let keep: KeepPasskeys
    let clock: any WallClock

    var routes: [Route] { adding + keeping + administration }

    private var adding: [Route] {
        [
            Route(
                .post, Self.path + "/options", access: .signedIn, audit: .none("A question; the answer owes the line."),
                pace: .signIn,
                "Ask what to make a passkey by: options for navigator.credentials.create, good once and for 5 minutes. Needs a "
                    + "fresh proof of who one is.",
                response: CreationOptions.self
            ) { _ in Self.secret(.json(try await ask.toAdd(try proved()))) },
            Route(
                .post, Self.path, access: .signedIn, audit: .change(.organization), pace: .signIn,
                "Add the passkey that the browser made; the session gets a new cookie. Needs a fresh proof of who one is.",
                headers: [.idempotencyKey], request: PasskeyRequest.self, response: PasskeyResource.self, status: 201
            ) { request in
                let session = try proved()
                let (wanted, creation) = try await request.wish(PasskeyRequest.self, limit: 40_000)
                guard let credential = wanted.credential else { throw Refusal(.invalid, "missing", "credential is required.") }
                let origin = SignInOrigin(request)
                let name = wanted.name ?? (origin.agent.isEmpty ? "Passkey" : origin.agent)
                let (passkey, cookie) = try await add(credential, named: name, session, from: origin, creation)
                var response = HTTPResponse.made(
                    PasskeyResource(passkey), version: passkey.version, isNew: cookie != nil)
                if let cookie { response.setSession(cookie, request) }
                return response
            },
        ]
    }

    private var keeping: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .none("One's own."), "One's own passkeys, the oldest first.",
                response: PasskeyResource.self, list: true
            ) { _ in
                let passkeys = try await keep.list(of: try SignedIn.required().user.id)
                return .list(Page(items: passkeys.map { PasskeyResource($0) }, next: nil))
            },
            Route(
                .patch, Self.path + "/{id}", access: .signedIn, audit: .change(.organization),
                "Rename one of one's own passkeys.",
                headers: [.ifMatch], request: PasskeyPatch.self, response: PasskeyResource.self
            ) { request in
                let session = try SignedIn.required()
                let version = try request.expectedVersion()
                let name = try await request.decode(PasskeyPatch.self, limit: 2000).name
                let passkey = try await keep.rename(
                    try request.id("id"), of: session.user.id, to: name, expecting: version)
                return .json(PasskeyResource(passkey), etag: String(passkey.version))
            },
            Route(
                .delete, Self.path + "/{id}", access: .signedIn, audit: .change(.organization),
                "Remove one of one's own passkeys; the answer says what is left to sign in by, and the last way in stays. Needs a "
                    + "fresh proof of who one is.",
                headers: [.ifMatch], response: SignInWaysResource.self
            ) { request in
                let session = try proved()
                let ways = try await keep.remove(
                    try request.id("id"), of: session.user.id, expecting: try request.expectedVersion(),
                    from: SignInOrigin(request))
                return .json(SignInWaysResource(ways))
            },
        ]
    }

    private var administration: [Route] {
        [
            Route(
                .get, Self.usersPath, access: .scope("sessions:write"), audit: .view(.organization), "The passkeys of a user.",
                response: PasskeyResource.self, list: true
            ) { request in
                let passkeys = try await keep.list(of: try request.id("user"))
                return .list(Page(items: passkeys.map { PasskeyResource($0) }, next: nil))
            },
            Route(
                .delete, Self.usersPath + "/{id}", access: .scope("sessions:write"), audit: .change(.organization),
                "Remove a passkey of somebody who lost it; the answer says what is left to sign in by, which may be nothing.",
                headers: [.ifMatch], response: SignInWaysResource.self
            ) { request in
                let ways = try await keep.remove(
                    try request.id("id"), of: try request.id("user"), expecting: try request.expectedVersion(),
                    from: SignInOrigin(request), isHelp: true)
                return .json(SignInWaysResource(ways))
            },
        ]
    }

    private func proved() throws -> Session {
        let session = try SignedIn.required()
        try ProvePerson.demand(session, at: clock.now())
        return session
    }

    static func secret(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.fields["Cache-Control"] = "no-store"
        return response
    }
}
