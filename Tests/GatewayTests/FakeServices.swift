import Audit
import ContactsAPI
import Core
import Crypto
import GatewayAPI
import HTTP
import JSON
import NotificationsAPI
import Observability
import OrdersAPI
import ServiceKit

/// The other services, answering with canned resources and enforcing rights as the real ones do.
enum FakeServices {
    /// What letters to notifications are sealed with.
    static var letters: SealingKey {
        get throws { try SealingKey(seed: [UInt8](repeating: 5, count: 32)) }
    }

    /// `word` stands in every free text.
    static func all(_ word: String = "Уралмедь") throws -> [String: Handler] {
        [
            "orders": try orders(word), "contacts": try contacts(word), "notifications": try notifications(word),
        ]
    }

    static func contacts(_ word: String = "Уралмедь") throws -> Handler {
        let fake = FakeResources(word: word)
        let account = try fake.account, person = try fake.person, entries = try fake.timeline, line = try fake.customerLine
        return try service(
            "contacts",
            [
                Route(
                    .get, "/v1/customers", access: .scope("customers:read"), audit: .none("A test."), "Customers.",
                    response: CustomerSummary.self,
                    list: true
                ) { _ in
                    .list(Page(items: [line], next: "c 1"))
                },
                Route(
                    .get, "/v1/customer-counts", access: .scope("customers:read"), audit: .none("A test."), "A count.",
                    response: CustomerCount.self
                ) { _ in .json(CustomerCount(count: 7, isMore: false)) },
                Route(
                    .get, "/v1/accounts/{id}", access: .scope("customers:read"), audit: .none("A test."), "An account.",
                    response: AccountResource.self
                ) { request in
                    guard request.parameters["id"] == FakeResources.id.description else { throw missing }
                    return .json(account)
                },
                Route(
                    .get, "/v1/users/{id}/holdings", access: .scope("customers:assign"), audit: .none("A test."), "Counts.",
                    response: HoldingsResource.self
                ) { _ in
                    .json(
                        HoldingsResource(
                            userID: FakeResources.id, userName: word, isActive: true, accounts: 3, teams: 2, shares: 1,
                            requests: 0))
                },
                Route(
                    .get, "/v1/access-requests", access: .scope("customers:read"), audit: .none("A test."), "Requests.",
                    response: AccessRequestResource.self, list: true
                ) { _ in .list(Page(items: [AccessRequestResource](), next: nil)) },
                Route(
                    .get, "/v1/export-requests", access: .scope("customers:read"), audit: .none("A test."), "Requests.",
                    response: ExportRequestResource.self, list: true
                ) { _ in .list(Page(items: [ExportRequestResource](), next: nil)) },
                Route(
                    .get, "/v1/suspected-duplicates", access: .scope("customers:read"), audit: .none("A test."), "Pairs.",
                    response: SuspectedDuplicateResource.self, list: true
                ) { _ in .list(Page(items: [SuspectedDuplicateResource](), next: nil)) },
                Route(
                    .get, "/v1/accounts/{id}/people", access: .scope("customers:read"), audit: .none("A test."), "People.",
                    response: PersonResource.self,
                    list: true
                ) { _ in .list(Page(items: [person], next: nil)) },
                Route(
                    .get, "/v1/customers/{id}/timeline", access: .scope("customers:read"), audit: .none("A test."), "History.",
                    response: TimelineEntryResource.self, list: true
                ) { _ in .list(Page(items: entries, next: "t1")) },
            ])
    }

    static func orders(_ word: String = "Уралмедь") throws -> Handler {
        let fake = FakeResources(word: word)
        let order = try fake.order, product = try fake.product, rejected = try fake.rejected, waiting = try fake.waiting
        let equation = fake.equation, summary = try fake.summary
        let read: [Route] = [
            Route(
                .get, "/v1/order-counts", access: .scope("orders:read"), audit: .none("A test."), "Counts.",
                response: OrderCounts.self
            ) { request in
                let bounds = try TimeBounds.read(request)
                return .json(OrderCounts(spans: bounds.dropLast().map { OrderCounts.Span(from: $0, count: 3) }))
            },
            Route(
                .get, "/v1/order-intake/counts", access: .scope("intake:read"), audit: .none("A test."), "Counts.",
                response: IntakeCounts.self
            ) { request in
                let bounds = try TimeBounds.read(request)
                return .json(
                    IntakeCounts(spans: bounds.dropLast().map { IntakeCounts.Span(from: $0, accepted: 9, rejected: 1) }))
            },
            Route(
                .get, "/v1/order-intake", access: .scope("intake:read"), audit: .none("A test."), "Sums.",
                response: IntakeEquation.self
            ) { _ in
                .json(equation)
            },
            Route(
                .get, "/v1/order-intake/rejected", access: .scope("intake:read"), audit: .none("A test."), "Rejected.",
                response: IntakeEventResource.self,
                list: true
            ) { _ in
                .list(Page(items: [rejected], next: "r1"))
            },
            Route(
                .get, "/v1/order-intake/rejected/{id}", access: .scope("intake:read"), audit: .none("A test."), "One.",
                response: IntakeEventResource.self
            ) { request in
                guard request.parameters["id"] == rejected.id else { throw missing }
                return .json(rejected)
            },
            Route(
                .get, "/v1/order-intake/waiting", access: .scope("intake:read"), audit: .none("A test."), "Waiting.",
                response: IntakeEventResource.self,
                list: true
            ) { _ in
                .list(Page(items: [waiting], next: nil))
            },
            Route(
                .get, "/v1/orders", access: .scope("orders:read"), audit: .none("A test."), "Orders.",
                response: OrderResource.self, list: true
            ) { _ in
                .list(Page(items: [order], next: "o1"))
            },
            Route(
                .get, "/v1/orders/{id}", access: .scope("orders:read"), audit: .none("A test."), "An order.",
                response: OrderResource.self
            ) { request in
                guard request.parameters["id"] == FakeResources.id.description else { throw missing }
                return .json(order)
            },
            Route(
                .get, "/v1/products", access: .scope("products:read"), audit: .none("A test."), "Products.",
                response: ProductResource.self, list: true
            ) { _ in
                .list(Page(items: [product], next: nil))
            },
            Route(
                .get, "/v1/order-summaries", access: .scope("orders:read"), audit: .none("A test."), "In short.",
                response: OrderSummary.self
            ) { _ in
                .json(summary)
            },
        ]
        let write: [Route] = [
            Route(
                .post, "/v1/order-intake/rejected/{id}/retry", access: .scope("intake:write"), audit: .none("A test."), "Retry.",
                request: RetryRequest.self
            ) { request in
                let wanted = try await request.decode(RetryRequest.self)
                guard wanted.data?["total"]?.int != 14012 else {
                    throw Refusal(.invalid, "sum-mismatch", "The lines come to 13912.")
                }
                return .json(JSONValue.object(JSONObject([("outcome", "accepted")])).json())
            },
            Route(
                .post, "/v1/order-intake/rejected/{id}/discard", access: .scope("intake:write"), audit: .none("A test."),
                "Discard.",
                request: DiscardRequest.self
            ) { request in
                _ = try await request.decode(DiscardRequest.self)
                return .json(rejected)
            },
            Route(.post, "/v1/events", access: .scope("events:write"), audit: .none("A test."), "Events.", status: 202) {
                request in
                .json(Array("{\"bytes\":\(try await request.body.collect(upTo: 1000).count)}".utf8), status: 202)
            },
        ]
        return try service("orders", read + write)
    }

    static func notifications(_ word: String = "Уралмедь") throws -> Handler {
        let fake = FakeResources(word: word)
        let preview = try fake.mail
        return try service(
            "notifications",
            [
                Route(
                    .get, "/v1/mails", access: .scope("mails:read"), audit: .none("A test."), "Mails.",
                    response: MailResource.self, list: true
                ) { _ in
                    .list(Page(items: [preview.mail], next: "m/1"))
                },
                Route(
                    .get, "/v1/mails/{id}", access: .scope("mails:read"), audit: .none("A test."), "A mail.",
                    response: MailPreview.self
                ) { request in
                    guard request.parameters["id"] == FakeResources.id.description else { throw missing }
                    return .json(preview)
                },
                Route(
                    .get, "/v1/mail-counts", access: .scope("mails:read"), audit: .none("A test."), "Counts.",
                    response: MailCounts.self
                ) { _ in
                    .json(MailCounts(byState: ["uncertain": 2]))
                },
                Route(.post, "/v1/mails/{id}/resolve", access: .scope("mails:write"), audit: .none("A test."), "Resolve.") { _ in
                    .json(preview.mail)
                },
                Route(.get, LetterKey.path, access: .open, audit: .none("A public key."), "Key.", response: LetterKey.self) { _ in
                    .json(LetterKey(publicKey: Base64.encodeURL(try letters.publicKey)))
                },
                Route(.post, "/unsubscribe/{token}", access: .open, audit: .none("A test."), "Unsubscribe.") { _ in .text("done")
                },
            ])
    }

    private static let missing = Refusal(.notFound, "not-found", "There is nothing with this id.")

    /// As a service answers behind the gateway, whose caller it takes.
    static func service(_ name: String, _ routes: [Route], components: [String: JSONValue] = [:]) throws -> Handler {
        let document = OpenAPIDocument.make(title: name, version: "1", routes: routes, components: components).json()
        let docs = Route(.get, "/openapi.json", access: .open, audit: .none("A test."), "Docs.") { _ in .json(document) }
        return try ServiceHandler.make(
            service: name, routes: routes + [docs], ids: IdentifierSource(clock: SystemClock()), logger: .silent,
            metrics: Metrics()
        ) { $0.caller }
    }
}
