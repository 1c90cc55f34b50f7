import Audit
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// The API of the suite for people to read, generated from the same document that programs get.
struct DocsPage: Sendable {
    static let path = "/docs"

    let document: SuiteDocument
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, Self.path, access: .signedIn, audit: .none("Tells of no record."), "The API of the suite, to be read.") {
                request in
                let visit = maker.visit(request)
                let document = try await document(for: request)
                var content = PageContent(
                    visit.say(.apiDocs), path: Self.path, DocsBody(document: document, say: visit.say).html)
                content.actions = .buttonLink("OpenAPI 3.1", "/openapi.json")
                return await maker.page(visit, content)
            }
        ]
    }
}
