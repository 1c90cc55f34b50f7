import Audit
import Core
import Crypto
import HTTP
import Passkeys
import ServiceKit

/// Signing in by a passkey, with no login asked, or as the second step after the password; and proving by one who one is.
struct PasskeySignInRoutes: Sendable {
    static let path = "/v1/sign-in/passkey"
    static let proofPath = "/v1/me/proof/passkey"

    let signIn: SignInByPasskey
    let prove: ProveByPasskey
    let clock: any WallClock

    var routes: [Route] { door + proof }

    private var door: [Route] {
        [
            Route(
                .post, Self.path + "/options", access: .open, audit: .none("A question; the answer owes the line."),
                pace: .signIn,
                "Ask what to look for a passkey by: options for navigator.credentials.get, good once, for 5 minutes and for the "
                    + "browser that gets the cookie. After the password they name the person's own passkeys.",
                request: PasskeyQuestion.self, response: RequestOptions.self
            ) { request in
                let question = try await request.decode(PasskeyQuestion.self, limit: 1000)
                let holder = DoorCookie.passkey.of(request) ?? SecureRandom.token(bytes: 32)
                let options = try await signIn.begin(after: Self.step(question.afterPassword, request), holder: holder)
                var response = PasskeyRoutes.secret(.json(options))
                response.fields["Set-Cookie"] = DoorCookie.passkey.set(holder, secure: request.isSecure)
                return response
            },
            Route(
                .post, Self.path, access: .open, audit: .signIn, pace: .signIn,
                "Sign in by a passkey, which counts as both factors; after the password, as the second step.",
                request: PasskeyProof.self, status: 204
            ) { request in
                let answer = try await request.decode(PasskeyProof.self, limit: 40_000)
                guard let credential = answer.credential, let holder = DoorCookie.passkey.of(request) else {
                    throw CheckPasskey.expired
                }
                let origin = SignInOrigin(request)
                let outcome = try await signIn(
                    credential, after: Self.step(answer.afterPassword, request), holder: holder, from: origin,
                    language: answer.language, replacing: SessionCookie.of(request))
                var response = HTTPResponse.empty()
                response.setSession(try outcome.cookie(at: clock.now()), from: origin, request)
                for cookie in [DoorCookie.passkey, .signIn] {
                    response.fields.append("Set-Cookie", cookie.clear(secure: request.isSecure))
                }
                return response
            },
        ]
    }

    private static func step(_ isSecond: Bool, _ request: HTTPRequest) -> SignInByPasskey.SecondStepCookie? {
        isSecond ? SignInByPasskey.SecondStepCookie(text: DoorCookie.signIn.of(request)) : nil
    }

    private var proof: [Route] {
        [
            Route(
                .post, Self.proofPath + "/options", access: .signedIn, audit: .none("A question; the answer owes the line."),
                pace: .signIn, "Ask what to look for one's own passkeys by, to prove again who one is.",
                response: RequestOptions.self
            ) { _ in PasskeyRoutes.secret(.json(try await prove.begin(try SignedIn.required()))) },
            Route(
                .post, Self.proofPath, access: .signedIn, audit: .signIn, pace: .signIn,
                "Prove again who one is, by a passkey; the session gets a new cookie. Stands for POST /v1/me/proof.",
                request: PasskeyProof.self, status: 204
            ) { request in
                let session = try SignedIn.required()
                let answer = try await request.decode(PasskeyProof.self, limit: 40_000)
                guard let credential = answer.credential else { throw CheckPasskey.expired }
                let outcome = try await prove(credential, session, from: SignInOrigin(request))
                var response = HTTPResponse.empty()
                response.setSession(try outcome.cookie(at: clock.now()), request)
                return response
            },
        ]
    }
}

extension SignInByPasskey.Outcome {
    /// The session's cookie, or the refusal. How many attempts are left is not told: passkeys are not guessed.
    fileprivate func cookie(at now: Timestamp) throws -> String {
        switch self {
        case .signedIn(let cookie): return cookie
        case .refused: throw CheckPasskey.refusal
        case .paused(let until): throw TooManyRequests(until: until, now: now)
        case .expired: throw CheckPasskey.expired
        case .copied: throw CheckPasskey.copied
        }
    }
}
