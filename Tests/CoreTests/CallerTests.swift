import Core
import Testing

@Suite struct CallerTests {
    private func caller(scopes: Set<String> = [], sources: [String] = []) -> Caller {
        Caller(kind: .token, subject: "t1", name: "Shop", scopes: scopes, sources: sources)
    }

    @Test func `holds only the scopes it was given`() {
        #expect(caller(scopes: ["orders:read"]).holds("orders:read"))
        #expect(!caller(scopes: ["orders:read"]).holds("orders:write"))
        #expect(!caller(scopes: ["orders:*"]).holds("orders:read"))
        #expect(caller(scopes: ["*"]).holds("orders:write"))
        #expect(!Caller.anonymous.holds("orders:read"))
    }

    @Test(arguments: [
        ("https://shop.example/a", true), ("https://shop.example/b", false), ("https://shop.example/", false), ("/pos/1", true),
        ("/pos/", true), ("/pos", false), ("x/pos/1", false), ("", false),
    ])
    func `writes only for its sources`(source: String, may: Bool) {
        #expect(caller(sources: ["https://shop.example/a", "/pos/*"]).mayWrite(source: source) == may)
    }

    @Test func `a star alone allows every source, nothing allows none`() {
        #expect(caller(sources: ["*"]).mayWrite(source: "anything"))
        #expect(!caller().mayWrite(source: "anything"))
    }
}
