import HTTP
import Testing

@Suite struct RouterTests {
    private let names: [String]
    private let router: Router

    init() throws {
        let routes: [(HTTPMethod, String, String)] = [
            (.get, "/", "root"),
            (.get, "/v1/orders", "list"),
            (.post, "/v1/orders", "create"),
            (.get, "/v1/orders/{id}", "one"),
            (.get, "/v1/orders/recent", "recent"),
            (.get, "/v1/orders/{id}/lines", "lines"),
            (.delete, "/v1/orders/{order}/lines/{line}", "drop"),
            (.get, "/static/{rest*}", "file"),
            (.get, "/static/exact", "exact"),
            (.get, "/proxied/{*}", "proxied"),
            (.get, "/proxied/{id}/own", "own"),
        ]
        names = routes.map(\.2)
        router = try Router(routes.map { ($0.0, $0.1) })
    }

    private func route(_ method: HTTPMethod, _ path: String) -> String {
        switch router.match(method, path) {
        case .found(let number, let parameters):
            ([names[number]] + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
        case .methodNotAllowed(let allowed): "allow " + allowed.map(\.rawValue).joined(separator: ",")
        case .notFound: "none"
        }
    }

    @Test(arguments: [
        ("/", "root"), ("/v1/orders", "list"), ("/v1/orders/7", "one id=7"), ("/v1/orders/recent", "recent"),
        ("/v1/orders/recent/lines", "lines id=recent"), ("/v1/orders/a%20b%C3%A9", "one id=a bé"),
        ("/v1/%6Frders", "list"), ("/static/a/b.css", "file rest=a/b.css"), ("/static/exact", "exact"),
        ("/proxied/a/b", "proxied"), ("/proxied/7/own", "own id=7"), ("/v1/orders?a=/b", "list"), ("/?x", "root"),
    ])
    func `leads a path to its route`(path: String, expected: String) {
        #expect(route(.get, path) == expected)
    }

    @Test(arguments: [
        "/v1", "/v1/orders/", "//v1/orders", "/v1//orders", "/v1/orders/a%2Fb", "/v1/orders/a%00", "/v1/orders/..",
        "/v1/orders/%2e%2e",
        "/v1/orders/.", "/v1/orders/%", "/v1/orders/%4", "/v1/orders/%zz", "/v1/orders/%ff", "/static", "/static/",
        "/static/a//b",
        "/static/../v1/orders", "/proxied", "/proxied/a/", "/v1/orders/?x", "?/v1/orders",
        "", "v1/orders", "*", "/v1/orders/7/lines/8/9",
    ])
    func `finds nothing for a path that is none`(path: String) {
        #expect(route(.get, path) == "none")
    }

    @Test func `names the allowed methods`() {
        #expect(route(.put, "/v1/orders") == "allow GET,POST,HEAD")
        #expect(route(.get, "/v1/orders/1/lines/2") == "allow DELETE")
    }

    @Test func `lends a path no methods of a wider pattern`() throws {
        let router = try Router([(.delete, "/keys/{id}"), (.post, "/keys/options"), (.get, "/{rest*}")])
        guard case .methodNotAllowed(let allowed) = router.match(.delete, "/keys/options") else {
            Issue.record("DELETE /keys/options is a route")
            return
        }
        #expect(allowed == [.post])
    }

    @Test func `serves HEAD by GET`() {
        #expect(route(.head, "/v1/orders/7") == "one id=7")
    }

    @Test(arguments: [
        ["/a/{x}", "/a/{y}"], ["/a", "/a"], ["a"], ["/a//b"], ["/a/{x*}/b"], ["/{x}/{x}"], ["/{}"], ["/a/"], ["/../a"], ["/a{b}"],
    ])
    func `refuses routes that cannot be`(patterns: [String]) {
        #expect(throws: RouteError.self) { try Router(patterns.map { (.get, $0) }) }
    }

    @Test func `composes middlewares from the outside in`() async throws {
        func mark(_ name: String) -> Middleware {
            { inner in
                { request in
                    var response = try await inner(request)
                    response.fields.append("Trail", name)
                    return response
                }
            }
        }
        let handler = handler({ _ in .empty() }, inside: [mark("outer"), mark("inner")])
        let response = try await handler(HTTPRequest(method: .get, target: "/"))
        #expect(response.fields.values("trail") == ["inner", "outer"])
    }
}
