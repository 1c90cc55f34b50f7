import Core
import JSON
import Testing

@testable import Gateway

@Suite struct IdentityRuleTests {
    private static let ids = IdentifierSource(clock: TestMoment())

    private struct TestMoment: WallClock {
        func now() -> Timestamp { CivilTime(year: 2026, month: 1, day: 5).timestamp }
    }

    private static func provider(_ domains: [String], links: Bool = false, creates: Bool = true) -> IdentityProvider {
        IdentityProvider(
            id: ids.next(), name: "ID", issuer: "https://id.example", clientID: "crm", sealedSecret: nil, trustedDomains: domains,
            linksByLogin: links, createsUsers: creates, groupsClaim: "", isActive: true, version: 1)
    }

    private static let user = User(id: ids.next(), login: "anna@example.com", name: "Anna", mail: "anna@example.com")
    private static let left = User(id: ids.next(), login: "anna@example.com", name: "Anna", isActive: false)
    private static let robot = User(id: ids.next(), kind: .service, login: "anna@example.com", name: "Robot")

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let mail: JSONValue
        let isVerified: JSONValue
        let domains: [String]
        var links = false
        var creates = true
        var known: User?
        var byMail: User?
        var byLogin: User?
        let decision: IdentityRule.Decision
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "known", mail: "x@y.z", isVerified: false, domains: [], known: user, decision: .known(user)),
        Case(name: "known and left", mail: "x@y.z", isVerified: false, domains: [], known: left, decision: .refuse(.left)),
        Case(
            name: "verified, trusted", mail: "anna@example.com", isVerified: true, domains: ["example.com"], byMail: user,
            decision: .link(user)),
        Case(
            name: "said to be verified in words", mail: "anna@example.com", isVerified: "true", domains: ["example.com"],
            byMail: user, decision: .link(user)),
        Case(
            name: "not verified", mail: "anna@example.com", isVerified: false, domains: ["example.com"], byMail: user,
            decision: .refuse(.unknown)),
        Case(
            name: "of a domain that is not trusted", mail: "anna@example.com", isVerified: true, domains: ["example.org"],
            byMail: user, decision: .refuse(.unknown)),
        Case(
            name: "of a part of a trusted domain", mail: "anna@sub.example.com", isVerified: true, domains: ["example.com"],
            byMail: user, decision: .refuse(.unknown)),
        Case(
            name: "with two signs of a domain", mail: "anna@evil.org@example.com", isVerified: true, domains: ["example.com"],
            byMail: user, decision: .refuse(.unknown)),
        Case(
            name: "of no trusted domain at all", mail: "anna@example.com", isVerified: true, domains: [], byMail: user,
            decision: .refuse(.taken)),
        Case(
            name: "linked to who has left", mail: "anna@example.com", isVerified: true, domains: ["example.com"], byMail: left,
            decision: .refuse(.left)),
        Case(
            name: "linked to a service account", mail: "anna@example.com", isVerified: true, domains: ["example.com"],
            byMail: robot, decision: .refuse(.left)),
        Case(
            name: "by login where that counts", mail: .null, isVerified: false, domains: ["example.com"], links: true,
            byLogin: user, decision: .link(user)),
        Case(
            name: "by login where that does not count", mail: .null, isVerified: false, domains: ["example.com"], byLogin: user,
            decision: .refuse(.unknown)),
        Case(name: "new", mail: "new@example.com", isVerified: true, domains: [], decision: .create),
        Case(
            name: "new, of a trusted domain", mail: "new@example.com", isVerified: true, domains: ["example.com"],
            decision: .create),
        Case(
            name: "new, of another domain", mail: "new@example.org", isVerified: true, domains: ["example.com"],
            decision: .refuse(.unknown)),
        Case(
            name: "new where nobody is made", mail: "new@example.com", isVerified: true, domains: [], creates: false,
            decision: .refuse(.unknown)),
    ])
    func `who somebody is here`(_ example: Case) throws {
        let person = try #require(
            VouchedPerson(
                [
                    [
                        "sub": "1", "preferred_username": "anna@example.com", "email": example.mail,
                        "email_verified": example.isVerified,
                    ]
                ],
                groupsClaim: ""))
        let provider = Self.provider(example.domains, links: example.links, creates: example.creates)
        #expect(
            IdentityRule.decide(person, provider, known: example.known, byMail: example.byMail, byLogin: example.byLogin)
                == example.decision)
    }

    @Test(
        arguments: [
            ("groups", ["groups": ["a", "b", 7, ""]], ["a", "b"]), ("groups", ["groups": "a"], ["a"]), ("groups", [:], []),
            ("", ["groups": ["a"]], nil), ("groups", ["_claim_names": ["groups": "src1"]], nil),
            ("/realm_access/roles", ["realm_access": ["roles": ["a"]]], ["a"]), ("/realm_access/roles", [:], []),
            ("https://example.com/groups", ["https://example.com/groups": ["a"]], ["a"]),
        ] as [(String, JSONValue, [String]?)])
    func `a person's groups come from the claim that is named`(name: String, claims: JSONValue, groups: [String]?) throws {
        var object = try #require(claims.object)
        object.set("sub", "1")
        #expect(VouchedPerson([.object(object)], groupsClaim: name)?.groups == groups)
    }

    @Test(arguments: [
        ("https://id.example/realms/main", "id.example", 443, true), ("http://id.example", "id.example", 80, false),
        ("https://ID.example:8443/", "id.example", 8443, true), ("https://[::1]:9/x", "[::1]", 9, true),
    ])
    func `a web address has a place`(address: String, host: String, port: Int, isSecure: Bool) throws {
        let place = try #require(WebPlace(address))
        #expect(place.host == host && place.port == port && place.isSecure == isSecure)
    }

    @Test(arguments: [
        "", "id.example", "ftp://id.example", "https://", "https:///x", "https://user@id.example", "https://id.example:0",
        "https://id.example:70000", "https://id.example:x", "https://id.example/a b", "https://id.example/#x",
        "https://id.example\\@evil.example", "https://[::1", "https://id.example@evil.example/", "//id.example",
    ])
    func `what is no plain web address has none`(address: String) {
        #expect(WebPlace(address) == nil)
    }

    @Test func `only named hosts are asked in private networks or without TLS`() {
        let addresses = ProviderAddresses(inside: "sso.lan, 127.0.0.1:8080")
        #expect(addresses.way(to: "https://id.example/x")?.publicOnly == true)
        #expect(addresses.way(to: "http://id.example/x") == nil)
        #expect(addresses.way(to: "http://sso.lan/x")?.publicOnly == false)
        #expect(addresses.way(to: "https://SSO.lan:9443/x")?.publicOnly == false)
        #expect(addresses.way(to: "http://127.0.0.1:8080/")?.publicOnly == false)
        #expect(addresses.way(to: "http://127.0.0.1:8081/") == nil)
        #expect(addresses.way(to: "https://127.0.0.1/")?.publicOnly == true)
    }
}
