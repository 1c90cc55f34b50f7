import Core
import Crypto
import HTTP

/// Keeps other sites from acting with a person's cookie, or signing a person in as somebody else. A browser says itself where a
/// request comes from; what changes something must come from our own pages. Requests with a bearer token carry no cookie that
/// counts and need no guard.
enum FormGuard {
    /// The name of the hidden field.
    static let field = "formToken"

    /// Who is signed in must say where the request comes from; who is not may be no browser and say nothing.
    static func check(_ request: HTTPRequest, _ session: Session?) throws {
        guard request.method != .get, request.method != .head, request.method != .options, !isBearer(request) else { return }
        let refusal = Refusal(
            .forbidden, "foreign-form", "This request did not come from a page of this installation. Open it again and retry.")
        if let site = request.fields["Sec-Fetch-Site"] {
            guard site == "same-origin" else { throw refusal }
            return
        }
        guard let origin = request.fields["Origin"] else {
            guard session == nil else { throw refusal }
            return
        }
        guard let host = request.fields["Host"], origin == "\(request.isSecure ? "https" : "http")://\(host)" else {
            throw refusal
        }
    }

    /// The token of a form must be the session's; pages check it once they have read the form.
    static func check(formToken: String?, _ session: Session) throws {
        guard let formToken, ConstantTime.equal(Array(formToken.utf8), Array(session.formToken.utf8)) else {
            throw Refusal(.forbidden, "stale-form", "This form is too old. Open the page again and send it once more.")
        }
    }

    private static func isBearer(_ request: HTTPRequest) -> Bool { request.fields.contains("Authorization") }
}
