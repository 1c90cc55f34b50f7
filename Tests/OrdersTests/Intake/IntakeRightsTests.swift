import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

/// The doors of the intake and of products, by what the caller's roles say of `intake` and `product`. Scopes are given in full, so
/// that the rights alone decide.
struct IntakeRightsTests {
    private static func caller(_ resource: Resource?, _ actions: Set<Action>, hidden: [FieldGroup] = []) -> Caller {
        let fields = Dictionary(uniqueKeysWithValues: hidden.map { ($0, FieldAccess.hidden) })
        let grant = resource.map { Grant(role: "Test", resource: $0, actions: actions, scope: .all, fields: fields) }
        return Caller(
            kind: .person, subject: "u", name: "Anna", scopes: ["*"],
            viewer: Viewer(user: nil, grants: [grant].compactMap(\.self)))
    }

    /// A shop's day with one rejected event that holds a customer's mail address.
    private static func rejected(_ engine: Engine) async throws -> (intake: IntakeHarness, id: String) {
        let intake = try await IntakeHarness(engine)
        let wrong = IntakeExample(
            "shop.order.paid.v1", id: "e1", source: "urn:shop:1",
            data: ["number": "anna@mail.example", "amount": -5, "reference": "P"])
        _ = try await intake.send(wrong, .httpBinary)
        let list = try await intake.get("/v1/order-intake/rejected")
        return (intake, try #require(list["items"]?.array?.first?["id"]?.string))
    }

    @Test(arguments: Engine.required) func `who has no right to the intake gets nothing of it, whatever his scopes`(
        engine: Engine
    ) async throws {
        let (intake, id) = try await Self.rejected(engine)
        let reads = [
            "/v1/order-intake", "/v1/order-intake/rejected", "/v1/order-intake/rejected/\(id)", "/v1/order-intake/waiting",
            "/v1/order-intake/receipts?source=urn:shop:1&id=e1",
        ]
        let writes = ["/v1/order-intake/rejected/\(id)/retry", "/v1/order-intake/rejected/\(id)/discard"]
        let rotate = "/v1/order-intake/receipt-keys"
        let callers: [(caller: Caller, reads: Bool)] = [
            (Self.caller(nil, []), false), (Self.caller(.order, Set(Action.allCases)), false),
            (Self.caller(.intake, [.view]), true),
        ]
        for (caller, mayRead) in callers {
            let door = try await IntakeHarness(engine, caller: caller, database: intake.database)
            for target in reads {
                let answer = try await door.request(.get, target)
                #expect(answer.status == (mayRead ? 200 : 403), "\(target)")
                let tells = String(decoding: answer.body, as: UTF8.self).contains("anna@mail.example")
                #expect(mayRead || !tells, "\(target)")
            }
            for target in writes + [rotate] {
                let body = Array(#"{"reason":"no"}"#.utf8)
                #expect(try await door.request(.post, target, [], body).status == 403, "\(target)")
            }
        }
        let changer = try await IntakeHarness(engine, caller: Self.caller(.intake, [.view, .change]), database: intake.database)
        #expect(try await changer.request(.post, rotate).status == 403)
        #expect(try await changer.request(.post, writes[1], [], Array(#"{"reason":"no"}"#.utf8)).status == 200)
    }

    @Test(arguments: Engine.required, FieldGroup.allCases) func `what was received is held back where any group is`(
        engine: Engine, group: FieldGroup
    ) async throws {
        let (intake, id) = try await Self.rejected(engine)
        let less = Self.caller(.intake, [.view], hidden: [group])
        let door = try await IntakeHarness(engine, caller: less, database: intake.database)
        let event = try await door.get("/v1/order-intake/rejected/\(id)")
        #expect(event["received"] == nil && event["hidden"] == .array([.string(group.rawValue)]))
        #expect(try await intake.get("/v1/order-intake/rejected/\(id)")["received"] != nil)
    }

    @Test(arguments: Engine.required) func `a product's price is money`(engine: Engine) async throws {
        let intake = try await IntakeHarness(engine)
        let tea = IntakeExample(
            "shop.product.released.v1", id: "e1", source: "urn:shop:1",
            data: ["sku": "T-1", "name": "Tea", "price": 777_013, "currency": "EUR"])
        #expect(try await intake.send(tea, .httpBinary).outcome == "accepted")
        var tags: Set<String?> = []
        for hidden in [[], [FieldGroup.money]] {
            let caller = Self.caller(.product, [.view], hidden: hidden)
            let door = try await IntakeHarness(engine, caller: caller, database: intake.database)
            let list = try await door.get("/v1/products")
            let id = try #require(list["items"]?.array?.first?["id"]?.string)
            let one = try await door.request(.get, "/v1/products/\(id)")
            for text in [String(decoding: list.json(), as: UTF8.self), String(decoding: one.body, as: UTF8.self)] {
                #expect(text.contains("777013") == hidden.isEmpty && text.contains("T-1"))
            }
            #expect(one.json["hidden"] == (hidden.isEmpty ? nil : ["money"]))
            tags.insert(one.fields["ETag"])
        }
        #expect(tags.count == 2)
        let none = try await IntakeHarness(engine, caller: Self.caller(.order, [.view]), database: intake.database)
        #expect(try await none.request(.get, "/v1/products").status == 403)
    }
}
