import Audit
import Core
import HTTP
import Pages
import ServiceKit

/// The style sheet and the pictures, which are part of the program.
struct AssetRoutes: Sendable {
    private static let assets = Dictionary(uniqueKeysWithValues: Assets.all.map { ($0.name, $0) })

    var routes: [Route] {
        [
            Route(.get, "/assets/{name}", access: .open, audit: .none("A file of the program."), "A file that the pages need.") {
                request in
                guard let asset = request.parameters["name"].flatMap({ Self.assets[$0] }) else {
                    throw Refusal(.notFound, "not-found", "There is no such file.")
                }
                return Self.answer(asset, request)
            },
            Route(.get, "/worker.js", access: .open, audit: .none("A file of the program."), "Keeps the page for no network.") {
                Self.answer(Assets.worker, $0)
            },
            // Browsers ask for it where a page names no picture of its own: JSON, plain text.
            Route(.get, "/favicon.ico", access: .open, audit: .none("A file of the program."), "The product's sign.") {
                Self.answer(Assets.mark, $0)
            },
        ]
    }

    /// For ever under its own hash; else asked again, which costs 304 while it is the same.
    private static func answer(_ asset: Asset, _ request: HTTPRequest) -> HTTPResponse {
        let tag = "\"\(asset.hash)\""
        let isCurrent = request.query.first("v") == asset.hash
        var fields: HTTPFields = [
            ("ETag", tag), ("Cache-Control", isCurrent ? "public, max-age=31536000, immutable" : "public, no-cache"),
        ]
        let known = request.fields.values("If-None-Match").flatMap { $0.split(separator: ",").map { $0.filter { $0 != " " } } }
        if known.contains(where: { $0 == tag || $0 == "W/" + tag || $0 == "*" }) {
            return HTTPResponse(status: 304, fields: fields)
        }
        fields["Content-Type"] = asset.contentType
        return HTTPResponse(fields: fields, body: .bytes(asset.bytes))
    }
}
