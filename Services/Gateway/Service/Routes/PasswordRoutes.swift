import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// One's own password: proving that one knows it, and changing it.
struct PasswordRoutes: Sendable {
    let provePerson: ProvePerson
    let changePassword: ChangePassword
    let clock: any WallClock

    var routes: [Route] {
        [
            Route(
                .post, "/v1/me/proof", access: .signedIn, audit: .signIn, pace: .signIn,
                "Prove again who one is, by the password; the session gets a new cookie. What changes how one signs in demands that.",
                request: PasswordProof.self, status: 204
            ) { request in
                let session = try SignedIn.required()
                let proof = try await request.decode(PasswordProof.self, limit: 8192)
                return try answer(
                    try await provePerson(session, password: proof.password, from: SignInOrigin(request)), request, "password")
            },
            Route(
                .post, "/v1/me/password", access: .signedIn, audit: .change(.organization), pace: .signIn,
                "Change one's own password; all other sessions end, and this one gets a new cookie.",
                request: PasswordChange.self, status: 204
            ) { request in
                let session = try SignedIn.required()
                let change = try await request.decode(PasswordChange.self, limit: 8192)
                let outcome = try await changePassword(
                    session, from: change.current, to: change.new, at: SignInOrigin(request))
                return try answer(outcome, request, "current")
            },
        ]
    }

    /// `field` is the request's that the present password stands in.
    private func answer(_ outcome: ProofOutcome, _ request: HTTPRequest, _ field: String) throws -> HTTPResponse {
        switch outcome {
        case .done(let cookie):
            var response = HTTPResponse.empty()
            response.setSession(cookie, request)
            return response
        case .refused(let left):
            let detail = "The password is wrong; attempts left: \(left)."
            throw Refusal(
                .invalid, "wrong-password", detail,
                faults: [Fault(pointer: "/\(field)", code: "wrong-password", detail: detail)])
        case .paused(let until): throw TooManyRequests(until: until, now: clock.now())
        }
    }
}

struct PasswordProof: Shape {
    static let shapeName = "PasswordProof"
    let password: String

    init(_ fields: inout ShapeReader) {
        password = fields.text("password", length: 1...PasswordPolicy.longest)
    }
}

struct PasswordChange: Shape {
    static let shapeName = "PasswordChange"
    let current: String
    let new: String

    init(_ fields: inout ShapeReader) {
        current = fields.text("current", length: 1...PasswordPolicy.longest, "The present password.")
        new = fields.text(
            "new", length: 1...PasswordPolicy.longest,
            "At least \(PasswordPolicy.shortest) characters, and not one of the most common.")
    }
}
