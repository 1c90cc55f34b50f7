import Audit
import Core
import HTTP
import JSON
import OrdersAPI
package import ServiceKit

/// Receipts and the keys they are checked with.
package struct ReceiptRoutes: Sendable {
    private let read: ReadIntake
    private let keys: IntakeKeys

    package init(read: ReadIntake, keys: IntakeKeys) {
        self.read = read
        self.keys = keys
    }

    /// For the API docs: the keys have a media type of their own.
    private static let keySet: [String: JSONValue] = [
        "responses": [
            "200": [
                "description": "The keys.",
                "content": [
                    "application/jwk-set+json": ["schema": Schema.reference(ReceiptKeysResource.shapeName)]
                ],
            ],
            "default": [
                "description": "A refusal, with a stable code.",
                "content": ["application/problem+json": ["schema": Schema.reference("Problem")]],
            ],
        ]
    ]

    package var all: [Route] {
        [
            Route(
                .get, "/v1/order-intake/receipts", access: .scope("intake:read"), audit: .view(.intake),
                "Every receipt that was given for an event, the oldest first.",
                query: [
                    QueryParameter("source", "The event's source.", required: true),
                    QueryParameter("id", "The event's id.", required: true),
                ], response: ReceiptResource.self, list: true, handler: receipts),
            Route(
                .get, "/.well-known/relata-receipts.json", access: .open, audit: .none("Public keys."),
                "The public keys that receipts are signed with, old ones too, as a JSON Web Key Set.",
                response: ReceiptKeysResource.self, extra: Self.keySet
            ) { _ in
                var response = HTTPResponse.json(try await keys.published())
                response.fields["Content-Type"] = "application/jwk-set+json"
                response.fields["Cache-Control"] = "public, max-age=300"
                return response
            },
            Route(
                .post, "/v1/order-intake/receipt-keys", access: .scope("intake:write"), audit: .change(.intake),
                "Sign receipts with a new key from now on. Old keys stay published.", response: ReceiptKeysResource.self,
                status: 201
            ) { request in
                try request.right(to: .administer, .intake)
                try await keys.rotate()
                return .json(try await keys.published(), status: 201)
            },
        ]
    }

    @Sendable private func receipts(_ request: HTTPRequest) async throws -> HTTPResponse {
        func required(_ name: String) throws -> String {
            guard let value = request.query.first(name), !value.isEmpty else {
                throw Refusal(.malformed, "missing", "source and id are required.")
            }
            return value
        }
        try request.right(to: .view, .intake)
        let (source, id) = (try required("source"), try required("id"))
        // No event has such a name, and no database could be asked for it; and a shop's token reads of its own sources alone.
        let isOfOthers = !request.caller.sources.isEmpty && !request.caller.mayWrite(source: source)
        let isName = !source.utf8.contains(0) && !id.utf8.contains(0) && !isOfOthers
        return .list(Page(items: isName ? try await read.receipts(source: source, id: id) : [], next: nil))
    }
}
