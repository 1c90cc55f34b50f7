import HTTP
import Synchronization
import Testing

@Suite struct ServerTests {
    @Test func `keeps a connection and adds what belongs to the server`() async throws {
        try await withServer { server in
            let socket = try server.connect()
            let first = try socket.get("/1", until: "GET /1 0")
            #expect(first.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(first.contains("\r\nDate: ") && first.contains(" GMT\r\n"))
            #expect(first.contains("\r\nContent-Length: 8\r\n"))
            #expect(!first.contains("Connection:"))
            _ = try socket.get("/2", until: "GET /2 0")
        }
    }

    @Test func `closes when asked to`() async throws {
        try await withServer { server in
            for request in ["GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET /1 HTTP/1.0\r\n\r\n"] {
                let socket = try server.connect()
                socket.send(request)
                #expect(try socket.receiveAll().contains("Connection: close"))
            }
        }
    }

    @Test func `answers HEAD with the length and without the body`() async throws {
        try await withServer({ _ in .text("twelve bytes") }) { server in
            let socket = try server.connect()
            socket.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let text = try socket.receive(until: "twelve bytes")
            #expect(text.components(of: "Content-Length: 12") == 2)
            #expect(text.components(of: "twelve bytes") == 1)
        }
    }

    @Test func `sends 100 Continue only when the body is wanted`() async throws {
        let handler: Handler = { request in
            if request.path == "/no" { return .empty(403) }
            return .text("got \(try await request.body.collect(upTo: 10).count)")
        }
        try await withServer(handler) { server in
            let head = " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
            let wanted = try server.connect()
            wanted.send("POST /yes" + head)
            try wanted.receive(until: "HTTP/1.1 100 Continue\r\n\r\n")
            wanted.send("abc")
            try wanted.receive(until: "got 3")
            let unwanted = try server.connect()
            unwanted.send("POST /no" + head)
            let text = try unwanted.receive(until: "\r\n\r\n")
            #expect(text.hasPrefix("HTTP/1.1 403"))
            #expect(text.contains("Connection: close"))
        }
    }

    @Test func `a large body is answered and its rest discarded without a reset`() async throws {
        let handler: Handler = { request in
            do {
                return .text("\(try await request.body.collect(upTo: 1000).count)")
            } catch {
                return .text("too much", status: 413)
            }
        }
        try await withServer(handler) { server in
            let socket = try server.connect()
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
            socket.send([UInt8](repeating: 0x61, count: 3_000_000))
            #expect(try socket.receiveAll().contains("too much"))
        }
    }

    @Test func `a large response arrives whole at a slow reader`() async throws {
        let size = 3_000_000
        try await withServer({ _ in .json([UInt8](repeating: 0x62, count: size)) }) { server in
            let socket = try TestSocket(port: server.port, receiveBuffer: 4096)
            socket.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try socket.receiveAll().utf8.count { $0 == 0x62 } >= size)
        }
    }

    @Test func `a response has no field that could break it`() async throws {
        let server = try TestServer { _ in HTTPResponse(fields: ["X-Name": "a\r\nSet-Cookie: b"]) }
        let text = try server.connect().get("/", until: "try again later")
        #expect(text.hasPrefix("HTTP/1.1 500"))
        #expect(!text.contains("Set-Cookie"))
        #expect(server.log.messages == ["a response had an invalid field"])
        await server.stop()
    }

    @Test func `an error of the handler is 500 and logged`() async throws {
        let server = try TestServer { _ in throw TestFailure("secret") }
        let text = try server.connect().get("/", until: "try again later")
        #expect(text.hasPrefix("HTTP/1.1 500"))
        #expect(!text.contains("secret"))
        #expect(server.log.messages == ["a handler failed"])
        await server.stop()
    }

    @Test func `fields of the handler do not override the framing`() async throws {
        let handler: Handler = { _ in
            HTTPResponse(
                fields: ["Content-Length": "99", "Transfer-Encoding": "chunked", "Connection": "close", "Date": "then"],
                body: .bytes([0x61]))
        }
        try await withServer(handler) { server in
            let text = try server.connect().get("/", until: "\r\n\r\na")
            #expect(text.contains("Content-Length: 1\r\n") && text.components(of: "Content-Length") == 1)
            #expect(!text.contains("chunked") && !text.contains("Connection"))
            #expect(text.contains("Date: then\r\n") && text.components(of: "Date:") == 1)
        }
    }

    @Test func `204 and 304 have no body`() async throws {
        try await withServer({ request in HTTPResponse(status: request.path == "/a" ? 204 : 304, body: .bytes([0x61])) }) {
            server in
            let socket = try server.connect()
            for path in ["/a", "/b"] {
                let text = try socket.get(path, until: "\r\n\r\n")
                #expect(text.hasSuffix("\r\n\r\n") && !text.contains("Content-Length"))
            }
        }
    }

    @Test func `tells the handler who asks`() async throws {
        try await withServer({ .text("\($0.remoteAddress) \($0.isSecure)") }) { server in
            _ = try server.connect().get("/", until: "127.0.0.1 false")
        }
    }

    @Test func `a handler may leave the loop and comes back to it`() async throws {
        actor Counter {
            var count = 0
            func next() -> Int {
                count += 1
                return count
            }
        }
        let counter = Counter()
        let handler: Handler = { _ in
            _ = await counter.next()
            _ = await MainActor.run { 1 }
            try await Task.sleep(nanoseconds: 1_000_000)
            return .text("count \(await counter.next())")
        }
        try await withServer(threads: 2, handler) { server in
            let sockets = try (0..<20).map { _ in try server.connect() }
            for socket in sockets { socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
            for socket in sockets { try socket.receive(until: "count ") }
        }
    }
}

extension String {
    /// How often the text has that part.
    func components(of part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
