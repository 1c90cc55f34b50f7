import Audit
import ContactsAPI
import Core
import Database
import HTTP
import JSON
import ServiceKit
import TestKit
import Testing

@testable import Gateway

@Suite struct ExplanationTests {
    private static let account = ID(high: 7, low: 7)

    /// Contacts as far as it says whose the account is.
    private static func contacts(_ facts: RecordFacts) throws -> [String: Handler] {
        let access = AccountAccess(facts)
        return [
            "contacts": try FakeServices.service(
                "contacts",
                [
                    Route(
                        .get, "/v1/accounts/{id}/access", access: .scope("organization:read"), audit: .none("A test."),
                        "Access.",
                        response: AccountAccess.self
                    ) { request in
                        guard request.parameters["id"] == account.description else {
                            throw Refusal(.notFound, "not-found", "There is no customer with this id.")
                        }
                        return .json(access)
                    }
                ])
        ]
    }

    private func explain(_ gateway: TestGateway, _ user: ID, _ query: String) async throws -> TestGateway.Answer {
        let token = try await gateway.token(["organization:read"])
        return try await gateway.call(.get, "/v1/access/explain?user=\(user)\(query)", as: token)
    }

    @Test(arguments: Engine.required) func `it names the rule that allows, how it reaches the row, and what stays hidden`(
        _ engine: Engine
    ) async throws {
        let unit = ID(high: 7, low: 1)
        let gateway = try await TestGateway(engine, services: try Self.contacts(RecordFacts(owner: nil, unit: unit)))
        let now = gateway.clock.now()
        try await gateway.database.write { tx in
            let (north, below) = (ID(high: 7, low: 2), unit)
            for (id, parent) in [(north, UnitTree.root), (below, north)] {
                try UnitStore().insert(
                    Unit(id: id, parentID: parent, name: "Unit", managerID: nil, isActive: true, version: 1), at: now, in: tx)
            }
        }
        let role = try await gateway.role(
            "Lead",
            [
                Grant(
                    role: "Lead", resource: .account, actions: [.view], scope: .unitAndBelow, fields: [.money: .hidden])
            ])
        let anna = try await gateway.person("anna", roles: [role], in: [ID(high: 7, low: 2)])
        let answer = try await explain(gateway, anna, "&record=\(Self.account)")
        #expect(answer.status == 200)
        let json = try answer.json
        #expect(json["allowed"]?.bool == true && json["outcome"]?.string == "allowed")
        #expect(json["hidden"]?.array?.compactMap(\.string) == ["money"])
        let rule = try #require(json["rules"]?.array?.first)
        #expect(rule["role"]?.string == "Lead" && rule["decides"]?.bool == true && rule["reach"]?.string == "unit")
        #expect(rule["through"]?.string == ID(high: 7, low: 2).description)
        #expect(rule["grant"]?["scope"]?.string == "unitAndBelow")
    }

    @Test func `it says of each rule why it does not reach the row`() async throws {
        let gateway = try await TestGateway(
            services: try Self.contacts(RecordFacts(owner: ID(high: 1, low: 1), unit: ID(high: 7, low: 1))))
        let seller = try TestGateway.builtIn("Seller")
        let anna = try await gateway.person("anna", roles: [seller])
        let answer = try await explain(gateway, anna, "&record=\(Self.account)&action=change")
        let json = try answer.json
        #expect(json["allowed"]?.bool == false && json["outcome"]?.string == "outOfReach" && json["hidden"] == nil)
        #expect(
            json["rules"]?.array?.map { $0["misses"]?.string ?? $0["reach"]?.string } == ["notOwner", "notShared", "all"])
        let order = try await explain(gateway, anna, "&resource=order&action=export")
        #expect(try order.json["outcome"]?.string == "noRuleForAction")
        let product = try await explain(gateway, anna, "&resource=product")
        #expect(try product.json["allowed"]?.bool == true)
    }

    @Test func `it gives away nothing to whoever does not see the row, and says when contacts is away`() async throws {
        let gateway = try await TestGateway(services: try Self.contacts(.ownerless))
        let anna = try await gateway.person("anna")
        for (query, status, code) in [
            ("&record=\(ID(high: 1, low: 9))", 404, "not-found"), ("&record=x", 400, "bad-record"),
            ("&action=rob", 400, "bad-action"), ("&resource=cash", 400, "bad-resource"),
        ] {
            let answer = try await explain(gateway, anna, query)
            #expect(answer.status == status && answer.code == code)
        }
        #expect(try await explain(gateway, ID(high: 3, low: 3), "").status == 404)
        let orders = try await gateway.token(["orders:read"])
        #expect(try await gateway.call(.get, "/v1/access/explain?user=\(anna)", as: orders).status == 403)
        let alone = try await TestGateway(services: [:])
        let boris = try await alone.person("boris")
        #expect(try await explain(alone, boris, "&record=\(Self.account)").status == 503)
        #expect(try await explain(alone, boris, "").json["outcome"]?.string == "noRule")
    }
}
