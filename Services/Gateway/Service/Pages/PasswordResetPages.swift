import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// For somebody who forgot the password: asking for the mail, and the page that its link leads to. The token stands behind the # of
/// the link, which browsers send nowhere; a small script puts it into the field, and without scripts it is pasted.
struct PasswordResetPages: Sendable {
    static let path = "/password-reset"
    static let newPath = "/password-reset/new"

    let resetPassword: ResetPassword
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .open, audit: .none("An empty form."), "The page for who forgot the password.",
                handler: ask),
            Route(
                .post, Self.path, access: .open, audit: .none("Nobody is known yet; the job that mails tells."), pace: .signIn,
                "Asks for the mail.", handler: send),
            Route(
                .get, Self.newPath, access: .open, audit: .none("An empty form."), "The page to set a new password.",
                handler: askNew),
            Route(
                .post, Self.newPath, access: .open, audit: .change(.organization), pace: .signIn, "Sets a new password.",
                handler: set),
        ]
    }

    @Sendable private func ask(_ request: HTTPRequest) async throws -> HTTPResponse {
        askPage(maker.visit(request, language: request.query.first("language")), error: nil, status: 200)
    }

    @Sendable private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let form = try await FormBody.read(request)
        let visit = maker.visit(request, nil, language: form["language"])
        guard let login = form.filled("login") else { return askPage(visit, error: visit.say(.enterLogin), status: 422) }
        try await resetPassword.ask(login: login, language: visit.say.language.rawValue, from: SignInOrigin(request))
        return maker.door(
            visit, visit.say(.forgotPassword),
            "\(HTML.note("\(visit.say(.resetMailed))", .good))\(HTML.chips([.buttonLink(visit.say(.signIn), SignInAddress.path)]))"
        )
    }

    @Sendable private func askNew(_ request: HTTPRequest) async throws -> HTTPResponse {
        newPage(maker.visit(request), code: "", status: 200)
    }

    @Sendable private func set(_ request: HTTPRequest) async throws -> HTTPResponse {
        let form = try await FormBody.read(request)
        let visit = maker.visit(request, nil, language: form["language"])
        let code = form.filled("code") ?? ""
        guard let new = form["new"], !new.isEmpty else {
            return newPage(visit, code: code, new: visit.say(.enterNewPassword), status: 422)
        }
        guard form["again"] == new else { return newPage(visit, code: code, again: visit.say(.passwordsDiffer), status: 422) }
        do {
            try await resetPassword(token: code, new: new, from: SignInOrigin(request))
        } catch let refusal as Refusal {
            if let fault = PasswordPolicy.Fault(rawValue: refusal.code) {
                return newPage(visit, code: code, new: visit.say(fault.phrase), status: 422)
            }
            guard refusal.code == ResetPassword.refusal.code else { throw refusal }
            return newPage(visit, code: "", codeError: visit.say(.resetRefused), status: 422)
        }
        var response = HTTPResponse.redirect(to: SignInAddress.path + "?done=password")
        response.fields["Set-Cookie"] = SessionCookie.clear(secure: request.isSecure)
        return response
    }

    private func askPage(_ visit: Visit, error: String?, status: Int) -> HTTPResponse {
        let say = visit.say
        let login = Field("login", say(.login)).with {
            $0.isRequired = true
            $0.autocomplete = "username"
            $0.error = error
        }
        let form = HTML.form(
            Self.path, hidden: .hidden("language", say.language.rawValue), fields: [login],
            actions: [.button(say(.sendMail), .main), .buttonLink(say(.cancel), SignInAddress.path, .quiet)])
        return maker.door(visit, say(.forgotPassword), "<p>\(say(.resetExplained))</p>\(form)", status: status)
    }

    private func newPage(
        _ visit: Visit, code: String, codeError: String? = nil, new: String? = nil, again: String? = nil, status: Int
    ) -> HTTPResponse {
        let say = visit.say
        let codeField = Field("code", say(.codeOfMail), value: code).with {
            $0.isRequired = true
            $0.autocomplete = "off"
            $0.error = codeError
        }
        let form = HTML.form(
            Self.newPath, hidden: .hidden("language", say.language.rawValue),
            fields: [
                codeField,
                .password("new", say(.newPassword), error: new, autocomplete: "new-password").with {
                    $0.hint = say(.passwordHint, "\(PasswordPolicy.shortest)")
                },
                .password("again", say(.newPasswordAgain), error: again, autocomplete: "new-password"),
            ], actions: [.button(say(.setPassword), .main), .buttonLink(say(.askAgain), Self.path, .quiet)])
        return maker.door(visit, say(.newPassword), form, status: status, scripts: [Assets.fragment])
    }
}
