import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct RealProviderTests {
    private static let person =
        #"{"sub":"anna","email":"anna@example.test","email_verified":true,"name":"Анна","groups":["Sales"]}"#

    @Test(.enabled(if: RealProvider.isPresent)) func `a person signs in at a real provider, with the roles of his groups`()
        async throws
    {
        let gateway = try await TestGateway.withProviders()
        // The provider's tokens are of the real time.
        gateway.clock.advance(seconds: SystemClock().now().seconds(since: gateway.clock.now()))
        let provider = try await RealProvider(Self.person)
        let admin = try await gateway.token(of: gateway.administrator)
        let seller = try TestGateway.builtIn("Seller")
        let group = try await gateway.call(.post, GroupRoutes.path, as: admin, #"{"name":"sales","roles":["\#(seller)"]}"#)
        #expect(group.status == 201)
        let body = """
            {"name":"Mock","issuer":"\(provider.issuer)","clientID":"crm","clientSecret":"secret","createsUsers":true,
            "trustedDomains":["example.test"],"groupsClaim":"groups"}
            """
        let made = try await gateway.call(.post, IdentityProviderRoutes.path, as: admin, body)
        try #require(made.status == 201, "\(made.text)")
        let id = try #require(try made.json["id"]?.string)

        func arrive(secure: Bool) async throws -> (status: Int, target: String, cookie: String) {
            let leaving = try await gateway.send(
                .get, "\(ProviderPages.path)/\(id)?next=/docs", fields: [("Accept", "text/html")], secure: secure)
            let set = try #require(leaving.fields["Set-Cookie"])
            let cookie = String(set.prefix { $0 != ";" })
            let leadsTo = try #require(leaving.location)
            let entered = try await provider.enter(leadsTo, as: "anna")
            let back = try #require(entered)
            let host = (secure ? "https" : "http") + "://crm.example"
            try #require(back.hasPrefix(host))
            let target = String(back.dropFirst(host.count))
            let arriving = try await gateway.send(
                .get, target, fields: [("Cookie", cookie), ("Accept", "text/html")], secure: secure)
            if arriving.status == 303 {
                let given = try #require(arriving.fields["Set-Cookie"])
                let session = String(given.prefix { $0 != ";" })
                let page = try await gateway.send(
                    .get, "/docs", fields: [("Cookie", session), ("Accept", "text/html")], secure: secure)
                #expect(page.status == 200)
            }
            return (arriving.status, target, cookie)
        }

        let first = try await arrive(secure: true)
        #expect(first.status == 303)
        let user = try await gateway.database.read { tx in try IdentityStore().user(mailKey: "anna@example.test", in: tx) }
        let anna = try #require(user)
        #expect(anna.name == "Анна" && anna.login == "anna@example.test")
        #expect(try await gateway.rights(of: anna.id).viewer.grants.contains { $0.role == "Seller" })
        // The same answer once more, and the same person again.
        let replay = try await gateway.send(
            .get, first.target, fields: [("Cookie", first.cookie), ("Accept", "text/html")], secure: true)
        #expect(replay.status == 403)
        #expect(try await arrive(secure: false).status == 303)
        #expect(try await gateway.call(.get, "/v1/users", as: admin).json["items"]?.array?.count == 2)
    }
}
