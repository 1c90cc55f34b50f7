import Core
import HTTP

/// Keeps other sites from acting with a person's cookie. A browser says itself where a request comes from; what changes
/// something must come from our own pages. Requests with a bearer token carry no cookie and need no guard.
enum FormGuard {
    static func check(_ request: HTTPRequest, _ session: Session?) throws {
        guard session != nil, request.method != .get, request.method != .head, request.method != .options else { return }
        let refusal = Refusal(
            .forbidden, "foreign-form", "This request did not come from a page of this installation. Open it again and retry.")
        if let site = request.fields["Sec-Fetch-Site"] {
            guard site == "same-origin" else { throw refusal }
            return
        }
        guard let host = request.fields["Host"], let origin = request.fields["Origin"] else { throw refusal }
        guard origin == "\(request.isSecure ? "https" : "http")://\(host)" else { throw refusal }
    }

    /// The token of a form must be the session's; pages check it once they have read the form.
    static func check(formToken: String?, _ session: Session?) throws {
        guard let session, let formToken, formToken == session.formToken else {
            throw Refusal(.forbidden, "stale-form", "This form is too old. Open the page again and send it once more.")
        }
    }
}
