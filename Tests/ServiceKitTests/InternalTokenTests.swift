import Core
import Crypto
import JSON
import ServiceKit
import TestKit
import Testing

@Suite struct InternalTokenTests {
    private let clock = ManualClock()
    private let key = SigningKey.generate()
    private let caller = Caller(
        kind: .token, subject: "0190", name: "Магазин \"А\"", scopes: ["events:write", "*"], sources: ["urn:shop:*", "urn:b"])

    private func verifier(_ service: String = "orders", keys: [SigningKey]? = nil) -> InternalTokenVerifier {
        InternalTokenVerifier(service: service, keys: { [key] in (keys ?? [key]).map(\.publicKey) }, clock: clock)
    }

    private func issue(_ service: String = "orders") -> String {
        InternalTokenIssuer(key: { [key] in key }, clock: clock).token(for: caller, service: service)
    }

    @Test func `a service learns exactly who the caller is`() throws {
        let verifier = verifier()
        let token = issue()
        for _ in 0..<2 { #expect(try verifier.caller(of: token) == caller) }
        #expect(token.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
    }

    @Test func `a token is good for a minute and not a moment longer, also where it is remembered`() throws {
        let verifier = verifier()
        let token = issue()
        clock.advance(seconds: 59.9)
        #expect(try verifier.caller(of: token) == caller)
        clock.advance(seconds: 0.1)
        #expect(throws: Refusal.self) { try verifier.caller(of: token) }
        #expect(throws: Refusal.self) { try self.verifier().caller(of: token) }
    }

    @Test func `a token for one service is none for another`() {
        #expect(throws: Refusal.self) { try verifier("contacts").caller(of: issue("orders")) }
    }

    @Test func `a token of another key is refused, one of an older key that is still known is not`() throws {
        let other = SigningKey.generate()
        #expect(throws: Refusal.self) { try verifier(keys: [other]).caller(of: issue()) }
        #expect(try verifier(keys: [other, key]).caller(of: issue()) == caller)
    }

    @Test func `no byte of a token can be changed`() throws {
        let token = Array(issue().utf8)
        for index in stride(from: 0, to: token.count, by: 7) {
            var tampered = token
            tampered[index] = tampered[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let text = String(decoding: tampered, as: UTF8.self)
            // The last character of each part has bits that mean nothing.
            if Self.means(tampered) == Self.means(token) { continue }
            #expect(throws: Refusal.self, "byte \(index)") { try verifier().caller(of: text) }
        }
    }

    private static func means(_ token: [UInt8]) -> [[UInt8]?] {
        token.split(separator: UInt8(ascii: ".")).map { Base64.decodeURL(String(decoding: $0, as: UTF8.self)) }
    }

    @Test(arguments: ["", "x", "a.b.c", "..", "rlt_abc", String(repeating: "x", count: 10_000)])
    func `what is no token is refused`(text: String) {
        let refusal = #expect(throws: Refusal.self) { try verifier().caller(of: text) }
        #expect(refusal?.kind == .unauthenticated && refusal?.code == "bad-internal-token")
    }

    @Test(
        arguments: [
            ["aud": "orders", "sub": "1", "name": "x", "kind": "person"],
            ["aud": "orders", "exp": 99_999_999_999, "sub": "1", "name": "x"],
            ["aud": "orders", "exp": 99_999_999_999, "sub": "1", "name": "x", "kind": "root"],
            ["exp": 99_999_999_999, "sub": "1", "name": "x", "kind": "person"],
            ["aud": ["orders"], "exp": 99_999_999_999, "sub": "1", "name": "x", "kind": "person"],
            ["aud": "orders", "exp": "99999999999", "sub": "1", "name": "x", "kind": "person"],
        ] as [JSONValue])
    func `a signed token that does not say all is refused`(claims: JSONValue) {
        let token = SignedToken.make(claims: claims, key: key)
        #expect(throws: Refusal.self) { try verifier().caller(of: token) }
    }

    @Test func `an issued token is used again while it has half of its time, for the same caller and service only`() {
        let issuer = InternalTokenIssuer(key: { [key] in key }, clock: clock)
        let token = issuer.token(for: caller, service: "orders")
        clock.advance(seconds: 29)
        #expect(issuer.token(for: caller, service: "orders") == token)
        #expect(issuer.token(for: caller, service: "contacts") != token)
        let fewer = Caller(kind: .token, subject: caller.subject, name: caller.name, scopes: [], sources: [])
        #expect(issuer.token(for: fewer, service: "orders") != token)
        clock.advance(seconds: 2)
        #expect(issuer.token(for: caller, service: "orders") != token)
    }
}
