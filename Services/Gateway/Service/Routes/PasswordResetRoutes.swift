import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// For somebody who forgot the password, and so is nobody yet: open, and paced by network.
struct PasswordResetRoutes: Sendable {
    static let path = "/v1/password-resets"

    let resetPassword: ResetPassword

    var routes: [Route] {
        [
            Route(
                .post, Self.path, access: .open, audit: .none("Nobody is known yet; the job that mails tells."), pace: .signIn,
                "Ask for a way to a new password by mail. The answer is the same whether there is such a person or not.",
                request: PasswordResetWish.self, status: 202
            ) { request in
                let wish = try await request.decode(PasswordResetWish.self, limit: 8192)
                try await resetPassword.ask(login: wish.login, language: "", from: SignInOrigin(request))
                return .empty(202)
            },
            Route(
                .post, Self.path + "/confirm", access: .open, audit: .change(.organization), pace: .signIn,
                "Set a new password by the token of the mail, which is good once and for half an hour; all sessions end.",
                request: PasswordReset.self, status: 204
            ) { request in
                let reset = try await request.decode(PasswordReset.self, limit: 8192)
                try await resetPassword(token: reset.token, new: reset.new, from: SignInOrigin(request))
                return .empty()
            },
        ]
    }
}

struct PasswordResetWish: Shape {
    static let shapeName = "PasswordResetWish"
    let login: String

    init(_ fields: inout ShapeReader) {
        login = fields.text("login", length: 1...320, "Login or mail address.")
    }
}

struct PasswordReset: Shape {
    static let shapeName = "PasswordReset"
    let token: String
    let new: String

    init(_ fields: inout ShapeReader) {
        token = fields.text("token", length: 1...200, "What stands behind the # of the link.")
        new = fields.text("new", length: 1...PasswordPolicy.longest, "As for a change of the password.")
    }
}
