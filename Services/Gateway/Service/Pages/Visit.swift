import Core
import HTML
import HTTP
import Pages
import Presentation

/// One look of one person at a page: who, in which language, when.
struct Visit: Sendable {
    let request: HTTPRequest
    /// Of whoever is signed in.
    let session: Session?
    let say: Presenter
    let now: Timestamp
    /// What changes from here on is not in the page yet.
    let livePlace: String

    /// The hidden field that every form carries.
    var formToken: HTML { session.map { .hidden(FormGuard.field, $0.formToken) } ?? .empty }

    /// In its near form, exact on hover.
    func moment(_ moment: Timestamp) -> HTML { .moment(say.near(moment, now: now), exact: say.exact(moment)) }

    /// A value of the query; an empty one counts as none.
    func query(_ name: String) -> String? {
        request.query.first(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The body as a form of this session.
    func form(limit: Int = 16_384, fields: Int = 100) async throws -> FormBody {
        guard let session else {
            throw Refusal(.unauthenticated, "not-signed-in", "Sign in and send the form again.")
        }
        let form = try await FormBody.read(request, limit: limit, fields: fields)
        try FormGuard.check(formToken: form[FormGuard.field], session)
        return form
    }

    /// The id in the path; anything that is no id names nothing.
    func id() throws -> ID {
        guard let id = request.parameters["id"].flatMap({ ID($0) }) else {
            throw Refusal(.notFound, "not-found", "There is nothing with this id.")
        }
        return id
    }
}
