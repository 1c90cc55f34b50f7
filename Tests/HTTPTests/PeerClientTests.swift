import Core
import HTTP
import Synchronization
import Testing

@Suite struct PeerClientTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func withClient<Result>(
        port: Int, timeouts: PeerTimeouts = PeerTimeouts(), threads: Int = 1, _ body: (PeerClient) async throws -> Result
    ) async throws -> Result {
        let group = EventLoopGroup(threads: threads)
        defer { group.shutdown() }
        return try await body(PeerClient(host: "127.0.0.1", port: port, group: group, timeouts: timeouts))
    }

    /// The answer's body as text.
    private func text(of request: HTTPRequest, by client: PeerClient) async throws -> String {
        let response = try await client.send(request)
        return String(decoding: try await response.body.collect(upTo: 1 << 24), as: UTF8.self)
    }

    @Test func `sends and receives bodies of every kind`() async throws {
        let handler: Handler = { request in
            let body = try await request.body.collect(upTo: 1 << 24)
            switch request.path {
            case "/stream": return HTTPResponse(body: .stream(.writing { try await $0.write(body) }))
            case "/known": return HTTPResponse(body: .stream(.writing(length: body.count) { try await $0.write(body) }))
            default: return HTTPResponse(status: 201, fields: ["X-Method": request.method.rawValue], body: .bytes(body))
            }
        }
        try await withServer(handler) { server in
            try await withClient(port: server.port) { client in
                for size in [0, 1, 20_000, 3_000_000] {
                    let bytes = [UInt8](repeating: 0x61, count: size)
                    let parts: @Sendable (HTTPBodyWriter) async throws -> Void = { writer in
                        for start in stride(from: 0, to: size, by: 10_000) {
                            try await writer.write(Array(bytes[start..<min(size, start + 10_000)]))
                        }
                    }
                    for body in [HTTPBody.bytes(bytes), .stream(.writing(parts)), .stream(.writing(length: size, parts))] {
                        for path in ["/", "/stream", "/known"] {
                            let response = try await client.send(HTTPRequest(method: .post, target: path, body: body))
                            #expect(try await response.body.collect(upTo: 1 << 24).count == size)
                        }
                    }
                }
                let head = try await client.send(HTTPRequest(method: .head, target: "/"))
                #expect(head.status == 201)
                #expect(head.fields["x-method"] == "HEAD")
                #expect(head.fields["content-length"] == "0")
            }
        }
    }

    @Test func `keeps its connection`() async throws {
        let peer = try RawPeer([[Self.ok, Self.ok, Self.ok]])
        try await withClient(port: peer.port) { client in
            for _ in 0..<3 {
                let answer = try await text(of: HTTPRequest(method: .get, target: "/"), by: client)
                #expect(answer == "ok")
            }
            #expect(peer.connections == 1)
        }
    }

    @Test(arguments: [
        (HTTPMethod.get, HTTPBody.none, true), (.options, .none, true), (.put, .bytes([1]), false), (.post, .bytes([1]), false),
        (.delete, .none, false), (.get, .stream(.writing { try await $0.write([1]) }), false),
    ])
    func `repeats only what is safe to repeat`(method: HTTPMethod, body: HTTPBody, isRepeated: Bool) async throws {
        let peer = try RawPeer([[Self.ok, ""], [Self.ok, Self.ok]])  // the first connection ends instead of a second answer
        try await withClient(port: peer.port) { client in
            _ = try await text(of: HTTPRequest(method: .get, target: "/first"), by: client)
            let request = HTTPRequest(method: method, target: "/second", body: body)
            if isRepeated {
                let answer = try await text(of: request, by: client)
                #expect(answer == "ok")
                #expect(peer.connections == 2)
            } else {
                await #expect(throws: (any Error).self) { _ = try await client.send(request) }
                #expect(peer.connections == 1)
            }
        }
    }

    @Test func `does not repeat on a new connection, nor once something has come`() async throws {
        let silent = try RawPeer([[""], [Self.ok]])
        try await withClient(port: silent.port) { client in
            let refusal = await #expect(throws: Refusal.self) {
                _ = try await client.send(HTTPRequest(method: .get, target: "/"))
            }
            #expect(refusal?.code == "peer-unavailable")
            #expect(refusal?.kind == .unavailable)
        }
        #expect(silent.connections == 1)
        let broken = try RawPeer([[Self.ok, "HTTP/1.1 2"], [Self.ok]])
        try await withClient(port: broken.port) { client in
            _ = try await client.send(HTTPRequest(method: .get, target: "/"))
            await #expect(throws: Refusal.self) { _ = try await client.send(HTTPRequest(method: .get, target: "/")) }
        }
        #expect(broken.connections == 1)
    }

    @Test func `passes on no fields of the connection, either way`() async throws {
        let answer =
            "HTTP/1.1 200 OK\r\nConnection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nX-Kept: 2\r\nContent-Length: 0\r\n\r\n"
        let peer = try RawPeer([[answer]])
        try await withClient(port: peer.port) { client in
            let response = try await client.send(
                HTTPRequest(
                    method: .get, target: "/a?b",
                    fields: [
                        "Host": "outside", "Connection": "close, X-Mine", "X-Mine": "1", "TE": "trailers",
                        "Expect": "100-continue",
                        "Content-Length": "7", "Transfer-Encoding": "chunked", "Upgrade": "h2c", "Accept": "x",
                    ]))
            #expect(response.fields.map(\.name) == ["X-Kept", "Content-Length"])
            #expect(peer.requests == ["GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:\(peer.port)\r\nAccept: x\r\n\r\n"])
        }
    }

    @Test(arguments: [nil, [:], ["Authorization": "Bearer ours"]] as [HTTPFields?])
    func `credentials go in the place of the client's`(credentials: HTTPFields?) async throws {
        let peer = try RawPeer([[Self.ok]])
        try await withClient(port: peer.port) { client in
            var request = HTTPRequest(
                method: .get, target: "/",
                fields: ["authorization": "Bearer theirs", "X-Request-ID": "theirs", "COOKIE": "session=theirs", "A": "b"])
            request.id = "ours"
            _ = try await client.send(request, credentials: credentials)
            let lines = credentials.map { $0.map { "\($0.name): \($0.value)" } }
            let expected =
                if let lines { ["A: b"] + lines } else { ["authorization: Bearer theirs", "COOKIE: session=theirs", "A: b"] }
            let sent = try #require(peer.requests.first).split(separator: "\r\n").map(String.init)
            #expect(sent == ["GET / HTTP/1.1", "Host: 127.0.0.1:\(peer.port)"] + expected + ["X-Request-ID: ours"])
        }
    }

    @Test func `the client's address goes in the place of what the client says of it`() async throws {
        let peer = try RawPeer([[Self.ok]])
        try await withClient(port: peer.port) { client in
            var request = HTTPRequest(method: .get, target: "/", fields: ["x-forwarded-for": "203.0.113.9", "A": "b"])
            request.remoteAddress = "192.0.2.7"
            _ = try await client.send(request)
            let sent = try #require(peer.requests.first).split(separator: "\r\n").map(String.init)
            #expect(sent == ["GET / HTTP/1.1", "Host: 127.0.0.1:\(peer.port)", "A: b", "X-Forwarded-For: 192.0.2.7"])
        }
    }

    @Test func `sends no request that could be read as two`() async throws {
        let peer = try RawPeer([[Self.ok]])
        try await withClient(port: peer.port) { client in
            for target in ["/a b", "/\r\nX: y", "a", ""] {
                await #expect(throws: Refusal.self) { _ = try await client.send(HTTPRequest(method: .get, target: target)) }
            }
            await #expect(throws: Refusal.self) {
                _ = try await client.send(HTTPRequest(method: .get, target: "/", fields: ["X": "a\r\nY: b"]))
            }
            await #expect(throws: Refusal.self) {
                _ = try await client.send(HTTPRequest(method: .get, target: "/"), credentials: ["X": "a\r\nY: b"])
            }
            let named = {
                var request = HTTPRequest(method: .get, target: "/")
                request.id = "a\r\nY: b"
                return request
            }()
            await #expect(throws: Refusal.self) { _ = try await client.send(named) }
        }
        #expect(peer.connections == 0)
    }

    @Test func `gives up a peer that is not there, is silent, or talks nonsense`() async throws {
        let group = EventLoopGroup(threads: 1)
        defer { group.shutdown() }
        let silent = try TestServer { _ in
            try await Task.sleep(nanoseconds: 60_000_000_000)
            return .empty()
        }
        let nonsense = try RawPeer([["SSH-2.0-x\r\n\r\n"]])
        let closed = try TestServer()
        await closed.stop()
        for port in [silent.port, nonsense.port, closed.port] {
            let client = PeerClient(
                host: "127.0.0.1", port: port, group: group, timeouts: PeerTimeouts(connect: 0.3, idle: 0.3, total: 5))
            let refusal = await #expect(throws: Refusal.self) {
                _ = try await client.send(HTTPRequest(method: .get, target: "/"))
            }
            #expect(refusal?.code == "peer-unavailable")
        }
        let unknown = PeerClient(host: "no-such-host.invalid", port: 1, group: group)
        await #expect(throws: Refusal.self) { _ = try await unknown.send(HTTPRequest(method: .get, target: "/")) }
        await silent.stop(within: 0)
    }

    @Test func `the total time bounds an answer that trickles`() async throws {
        let handler: Handler = { _ in
            HTTPResponse(
                body: .stream(
                    .writing { writer in
                        while true {
                            try await writer.write("x")
                            try await Task.sleep(nanoseconds: 20_000_000)
                        }
                    }))
        }
        try await withServer(handler) { server in
            try await withClient(port: server.port, timeouts: PeerTimeouts(connect: 1, idle: 1, total: 0.4)) { client in
                let response = try await client.send(HTTPRequest(method: .get, target: "/"))
                await #expect(throws: Refusal.self) { _ = try await response.body.collect(upTo: 1000) }
            }
        }
    }

    @Test func `an answer that comes early ends the sending`() async throws {
        let handler: Handler = { _ in .text("enough", status: 413) }
        try await withServer(handler) { server in
            try await withClient(port: server.port) { client in
                let endless = HTTPBody.stream(
                    .writing { writer in while true { try await writer.write([UInt8](repeating: 0, count: 65_536)) } })
                let response = try await client.send(HTTPRequest(method: .post, target: "/", body: endless))
                #expect(response.status == 413)
                #expect(try await response.body.collect(upTo: 100) == Array("enough".utf8))
            }
        }
    }
}
