import Core
import HTTP
import JSON
import TestKit
import Testing

extension SuiteStories {
    /// Who changes the organization at the gateway changes what every service shows.
    @Suite(.serialized) struct OrganizationStoryTests {
        @Test(arguments: [SuiteArrangement.Kind.embedded, .split])
        func `rights follow in every service when a unit moves and when somebody leaves`(
            kind: SuiteArrangement.Kind
        ) async throws {
            let suite = try await SuiteArrangement.start(kind)
            do {
                let firm = try await SmallFirm(suite)
                try await firm.expect(1, "the head sees the order of a client below his unit", within: 60)
                try await firm.change("/v1/units/\(firm.harbour)", #"{"parentID":"\#(firm.south)"}"#)
                try await firm.expect(0, "the unit is another's")
                try await firm.change("/v1/units/\(firm.harbour)", #"{"parentID":"\#(firm.north)"}"#)
                try await firm.expect(1, "the unit is back")
                try await firm.change("/v1/users/\(firm.head)", #"{"active":false}"#)
                try await firm.expect(nil, "who has left has no token")
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }
    }
}

/// Below the root north with harbour, and south; a head of north; one order, whose client waits in the queue of harbour.
private struct SmallFirm {
    let administrator: SuiteClient
    let asHead: SuiteClient
    let north: String, harbour: String, south: String
    let head: String

    init(_ suite: SuiteArrangement) async throws {
        let address = suite.addresses[0]
        let admin = SuiteClient(address: address, token: try await suite.token("*", source: "urn:shop:*"))
        administrator = admin
        let root = UnitTree.root.description
        north = try await admin.make("/v1/units", #"{"name":"North","parentID":"\#(root)"}"#)
        harbour = try await admin.make("/v1/units", #"{"name":"Harbour","parentID":"\#(north)"}"#)
        south = try await admin.make("/v1/units", #"{"name":"South","parentID":"\#(root)"}"#)
        let made = try await suite.crm([
            "user", "create", "--login", "head", "--name", "Head", "--role", "Head of sales", "--unit", "North",
        ])
        #expect(made.ending == .exited(0), "\(made.errors)")
        let users = try await admin.list("/v1/users")
        head = try #require(users.first { $0["login"]?.string == "head" }?["id"]?.string)
        let token = try await suite.crm([
            "token", "create", "--name", "head", "--scope", "orders:read", "--user", "head", "--days", "1",
        ])
        #expect(token.ending == .exited(0), "\(token.errors)")
        asHead = SuiteClient(address: address, token: String(token.output.dropLast()))
        try await placeOrder()
    }

    private func placeOrder() async throws {
        let shop = LanternShop(source: "urn:shop:firm")
        for (event, _) in shop.day.prefix(2) { _ = try await administrator.send(event) }
        try await eventually("the client is there") { try await !administrator.list("/v1/customers").isEmpty }
        let client = try #require(try await administrator.list("/v1/customers").first?["id"]?.string)
        // Contacts has to hear of the unit first, and the client changes while mails go out.
        try await eventually("the client waits in the queue of harbour") {
            let read = try await administrator.request(.get, "/v1/accounts/\(client)")
            let answer = try await administrator.request(
                .put, "/v1/accounts/\(client)/owner",
                [("If-Match", read.fields["ETag"] ?? ""), ("Content-Type", "application/json")],
                body: Array(#"{"unitID":"\#(harbour)","reason":"Lives there"}"#.utf8))
            return answer.status == 200
        }
    }

    /// How many orders the head sees before long; `nil` when he is nobody.
    func expect(_ orders: Int?, _ what: String, within seconds: Double = 20) async throws {
        try await eventually(what, within: seconds) {
            let answer = try await asHead.request(.get, "/v1/orders")
            guard let orders else { return answer.status == 401 }
            return answer.status == 200 && answer.json["items"]?.array?.count == orders
        }
    }

    /// As the administrator, with the version that is there.
    func change(_ target: String, _ body: String) async throws {
        let read = try await administrator.request(.get, target)
        let answer = try await administrator.request(
            .patch, target, [("If-Match", read.fields["ETag"] ?? ""), ("Content-Type", "application/json")],
            body: Array(body.utf8))
        #expect(answer.status == 200, "\(answer.text)")
    }
}

extension SuiteClient {
    /// The id of what is made at this address.
    func make(_ target: String, _ body: String) async throws -> String {
        let answer = try await request(
            .post, target, [("Idempotency-Key", body), ("Content-Type", "application/json")], body: Array(body.utf8))
        return try #require(answer.json["id"]?.string, "\(answer.text)")
    }
}
