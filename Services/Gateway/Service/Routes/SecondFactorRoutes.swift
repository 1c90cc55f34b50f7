import Audit
import Core
import HTTP
import ServiceKit

/// One's own second factor, and an administrator's way out when somebody lost theirs. There is one a person and it has no
/// versions, so nothing here takes If-Match.
struct SecondFactorRoutes: Sendable {
    static let path = "/v1/me/second-factor"

    let enrol: EnrolSecondFactor
    let clock: any WallClock

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .none("One's own."),
                "Whether one has a second factor, and how many recovery codes are left.",
                response: SecondFactorResource.self
            ) { _ in .json(SecondFactorResource(try await enrol.state(of: try SignedIn.required().user.id))) },
            Route(
                .post, Self.path, access: .signedIn, audit: .none("It counts only once it is confirmed."),
                "Begin to set up an authenticator app: the secret to put into it. It counts once its first code is confirmed.",
                response: SecondFactorSecret.self
            ) { _ in
                let session = try proved()
                let secret = try await enrol.begin(session.user.id)
                return Self.secret(.json(SecondFactorSecret(secret: secret, login: session.user.login)))
            },
            Route(
                .post, Self.path + "/confirm", access: .signedIn, audit: .change(.organization), pace: .signIn,
                "Confirm the app by a code of it. The answer has the recovery codes, only now; the session gets a new cookie.",
                request: SecondFactorCode.self, response: RecoveryCodes.self
            ) { request in
                let session = try proved()
                let code = try await request.decode(SecondFactorCode.self, limit: 1000).code
                guard let (codes, cookie) = try await enrol.confirm(session, code: code) else {
                    let detail = "This is not the app's code now. Check the clock of the phone and take the next code."
                    throw Refusal(
                        .invalid, "wrong-code", detail, faults: [Fault(pointer: "/code", code: "wrong-code", detail: detail)])
                }
                var response = Self.secret(.json(RecoveryCodes(codes: codes)))
                response.setSession(cookie, request)
                return response
            },
            Route(
                .post, Self.path + "/recovery-codes", access: .signedIn, audit: .change(.organization),
                "Make ten new recovery codes; those of before are good no more.", response: RecoveryCodes.self
            ) { _ in Self.secret(.json(RecoveryCodes(codes: try await enrol.remakeCodes(try proved().user.id)))) },
            Route(
                .delete, Self.path, access: .signedIn, audit: .change(.organization), "Remove one's own second factor.",
                status: 204
            ) { _ in
                try await enrol.remove(try proved().user.id)
                return .empty()
            },
            Route(
                .delete, "/v1/users/{user}/second-factor", access: .scope("sessions:write"),
                audit: .change(.organization),
                "Remove the second factor of somebody who lost app and recovery codes.", status: 204
            ) { request in
                guard let user = request.parameters["user"].flatMap({ ID($0) }) else {
                    throw Refusal(.notFound, "not-found", "There is nothing with this id.")
                }
                try await enrol.reset(user)
                return .empty()
            },
        ]
    }

    private func proved() throws -> Session {
        let session = try SignedIn.required()
        try ProvePerson.demand(session, at: clock.now())
        return session
    }

    private static func secret(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.fields["Cache-Control"] = "no-store"
        return response
    }
}
