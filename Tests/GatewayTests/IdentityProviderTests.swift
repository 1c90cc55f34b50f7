import Core
import Crypto
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct IdentityProviderTests {
    private static func body(_ issuer: String, _ more: String = "") -> String {
        #"{"name":"ID","issuer":"\#(issuer)","clientID":"crm"\#(more)}"#
    }

    @Test(arguments: Engine.required)
    func `a provider is made once, read, changed and removed, and its secret is never given back`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway.withProviders(engine)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let admin = try await gateway.token(of: gateway.administrator)
            let path = IdentityProviderRoutes.path
            let body = Self.body(issuer.issuer, #","clientSecret":"hush-hush","trustedDomains":["Example.COM"]"#)
            let made = try await gateway.call(.post, path, as: admin, body, key: "k")
            #expect(made.status == 201 && made.fields["ETag"] == "\"1\"" && !made.text.contains("hush"))
            #expect(try made.json["hasClientSecret"]?.bool == true)
            #expect(try made.json["trustedDomains"]?.array?.compactMap(\.string) == ["example.com"])
            let again = try await gateway.call(.post, path, as: admin, body, key: "k")
            #expect(again.status == 200 && again.bytes == made.bytes)
            #expect(try await gateway.call(.post, path, as: admin, body).code == "already-exists")
            let id = try #require(try made.json["id"]?.string)
            // Without a secret in the request it stays; an empty one takes it away.
            func put(_ more: String, _ version: Int64) async throws -> TestGateway.Answer {
                try await gateway.call(.put, "\(path)/\(id)", as: admin, Self.body(issuer.issuer, more), version: version)
            }
            let kept = try await put("", 1)
            #expect(kept.status == 200)
            #expect(try kept.json["hasClientSecret"]?.bool == true && kept.json["version"]?.int == 2)
            #expect(try await put("", 1).status == 412)
            let bare = try await put(#","clientSecret":"""#, 2)
            #expect(try bare.json["hasClientSecret"]?.bool == false)
            #expect(try await gateway.call(.put, "\(path)/\(id)", as: admin, body).status == 428)
            let moved = Self.body(issuer.issuer + "2", #","active":false"#)
            #expect(try await gateway.call(.put, "\(path)/\(id)", as: admin, moved, version: 3).code == "immutable")
            #expect(try await gateway.call(.get, path, as: admin).json["items"]?.array?.count == 1)
            #expect(try await gateway.call(.delete, "\(path)/\(id)", as: admin, version: 2).status == 412)
            #expect(try await gateway.call(.delete, "\(path)/\(id)", as: admin, version: 3).status == 204)
            #expect(try await gateway.call(.get, "\(path)/\(id)", as: admin).status == 404)
        }
    }

    @Test func `only an administrator configures who vouches for everybody`() async throws {
        let gateway = try await TestGateway.withProviders()
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            let provider = try await gateway.addProvider(issuer)
            let steward = try await gateway.token(of: gateway.person("steward", roles: [try await gateway.steeringRole()]))
            let seller = try await gateway.token(of: gateway.person("seller", roles: [try TestGateway.builtIn("Seller")]))
            let path = IdentityProviderRoutes.path
            let body = Self.body(issuer.issuer, #","trustedDomains":["example.com"]"#)
            #expect(try await gateway.call(.get, path, as: steward).status == 200)
            #expect(try await gateway.call(.post, path, as: steward, body).code == "not-yours-to-give")
            #expect(
                try await gateway.call(.put, "\(path)/\(provider)", as: steward, body, version: 1).code == "not-yours-to-give")
            #expect(try await gateway.call(.delete, "\(path)/\(provider)", as: steward, version: 1).code == "not-yours-to-give")
            for method in [HTTPMethod.get, .post] {
                #expect(try await gateway.call(method, path, as: seller, method == .post ? body : nil).status == 403)
                #expect(try await gateway.send(method, path).status == 401)
            }
        }
    }

    @Test func `a provider that is none, or is where nobody must ask, is not taken`() async throws {
        let gateway = try await TestGateway.withProviders()
        let admin = try await gateway.token(of: gateway.administrator)
        try await FakeIssuer.with(gateway.clock) { issuer async throws in
            func code(_ issuer: String) async throws -> String? {
                try await gateway.call(.post, IdentityProviderRoutes.path, as: admin, Self.body(issuer)).code
            }
            for address in ["http://id.example", "http://localhost:\(issuer.port)/realm", "http://10.0.0.1/", "http://[::1]/"] {
                #expect(try await code(address) == "address-not-allowed", "\(address)")
            }
            for address in ["ftp://id.example", "https://id.example/?a=b", "https://me@id.example", "id.example"] {
                #expect(try await code(address) == "out-of-range", "\(address)")
            }
            // Names may lead to this machine, but no connection is made.
            for address in ["https://localhost:\(issuer.port)/realm", "https://127.0.0.2:\(issuer.port)/"] {
                #expect(try await code(address) == "provider-unusable", "\(address)")
            }
            #expect(try await code(issuer.issuer + "/other") == "provider-unusable")
            #expect(try await code(issuer.issuer + "/") == "provider-unusable")
            let wrong: [(String, JSONValue)] = [
                ("issuer", "https://other.example"), ("jwks_uri", .null), ("token_endpoint", "http://169.254.169.254/token"),
                ("jwks_uri", "file:///etc/passwd"), ("userinfo_endpoint", "http://localhost/"), ("authorization_endpoint", 7),
            ]
            for member in wrong {
                issuer.set { $0.description = [member] }
                #expect(try await code(issuer.issuer) == "provider-unusable", "\(member)")
            }
            #expect(issuer.count("/keys") == 0)
            issuer.set { $0.description = [] }
            #expect(try await code(issuer.issuer) == nil)
        }
    }

    @Test func `without a key no secret is taken, and one of another key opens nothing`() throws {
        let id = ID(high: 1, low: 2)
        #expect(throws: Refusal.self) { try ProviderSecrets(keys: nil).seal("secret", of: id) }
        #expect(try ProviderSecrets(keys: nil).seal("", of: id) == nil)
        let secrets = ProviderSecrets(keys: SecretKeys([SecretKey.generate()]))
        func provider(_ id: ID, _ sealed: [UInt8]?) -> IdentityProvider {
            IdentityProvider(
                id: id, name: "ID", issuer: "https://id.example", clientID: "crm", sealedSecret: sealed, trustedDomains: [],
                linksByLogin: false, createsUsers: false, groupsClaim: "", isActive: true, version: 1)
        }
        let sealed = try secrets.seal("secret", of: id)
        #expect(try secrets.open(provider(id, sealed)) == "secret")
        #expect(try secrets.open(provider(id, nil)) == nil)
        #expect(throws: Refusal.self) { try secrets.open(provider(ID(high: 1, low: 3), sealed)) }
        for keys in [SecretKeys([SecretKey.generate()]), nil] {
            #expect(throws: Refusal.self) { try ProviderSecrets(keys: keys).open(provider(id, sealed)) }
        }
    }
}
