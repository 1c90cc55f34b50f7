import HTTP
import Observability
import Synchronization
import Testing

@Suite struct ServerLimitTests {
    private static var quick: ServerLimits {
        var limits = ServerLimits()
        limits.headSeconds = 0.3
        limits.bodyGraceSeconds = 0.3
        limits.bodyStallSeconds = 0.3
        limits.writeStallSeconds = 0.3
        limits.discardSeconds = 0.3
        return limits
    }

    /// Sends a byte again and again until the server has closed.
    private func trickle(_ socket: TestSocket, _ byte: String) throws -> String {
        for _ in 0..<200 {
            if try socket.receive(within: 0.02) == false { return socket.text }
            socket.send(byte)
        }
        throw TestFailure("still open")
    }

    @Test func `cuts a head that comes slowly`() async throws {
        try await withServer(limits: Self.quick) { server in
            let socket = try server.connect()
            socket.send("GET / HTTP/1.1\r\nX: ")
            #expect(try trickle(socket, "a").hasPrefix("HTTP/1.1 408"))
        }
    }

    @Test func `cuts a body that stalls and one that trickles`() async throws {
        try await withServer(limits: Self.quick) { server in
            let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\nabc"
            let stalled = try server.connect()
            stalled.send(head)
            #expect(try stalled.receiveAll().hasPrefix("HTTP/1.1 408"))
            let trickling = try server.connect()
            trickling.send(head)
            #expect(try trickle(trickling, "x").hasPrefix("HTTP/1.1 408"))
        }
    }

    @Test func `closes idle connections without a word`() async throws {
        var limits = ServerLimits()
        limits.idleSeconds = 0.3
        try await withServer(limits: limits) { server in
            #expect(try server.connect().receiveAll() == "")
            let used = try server.connect()
            _ = try used.get("/", until: "GET / 0")
            used.forget()
            #expect(try used.receiveAll() == "")
        }
    }

    @Test func `a slow handler is not cut`() async throws {
        let handler: Handler = { _ in
            try await Task.sleep(nanoseconds: 700_000_000)
            return .text("late")
        }
        var limits = Self.quick
        limits.idleSeconds = 0.3
        try await withServer(limits: limits, handler) { server in
            _ = try server.connect().get("/", until: "late")
        }
    }

    @Test func `cuts a client that does not take its response`() async throws {
        let ended = Atomic<Bool>(false)
        let handler: Handler = { _ in
            HTTPResponse(
                body: .stream(
                    .writing { writer in
                        defer { ended.store(true, ordering: .relaxed) }
                        while true { try await writer.write([UInt8](repeating: 1, count: 65_536)) }
                    }))
        }
        try await withServer(limits: Self.quick, handler) { server in
            let socket = try TestSocket(port: server.port, receiveBuffer: 4096)
            socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually("the writer goes on") { ended.load(ordering: .relaxed) }
        }
    }

    @Test func `turns connections away beyond the limits and takes them again later`() async throws {
        var limits = ServerLimits()
        limits.maxConnections = 2
        limits.yieldSeconds = 3600
        try await withServer(limits: limits) { server in
            var held: [TestSocket] = []
            for _ in 0..<2 {
                held.append(try server.connect())
                _ = try held[held.count - 1].get("/", until: "GET / 0")
            }
            #expect(try server.connect().receiveAll().hasPrefix("HTTP/1.1 503"))
            held.removeAll()
            try await eventually("no connection is taken again") {
                let socket = try server.connect()
                socket.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return try socket.receiveAll().hasPrefix("HTTP/1.1 200")
            }
            #expect(server.metrics.text().contains("http_server_turned_away_total"))
        }
    }

    @Test func `where all connections are taken, the one that has waited longest for its request makes room`() async throws {
        var limits = ServerLimits()
        limits.maxConnections = 3
        limits.yieldSeconds = 0
        let isReleased = Atomic<Bool>(false)
        let handler: Handler = { request in
            if request.target == "/long" {
                try await eventually("the handler is not released") { isReleased.load(ordering: .relaxed) }
            }
            return .text("\(request.target) done")
        }
        try await withServer(limits: limits, handler) { server in
            let busy = try server.connect()
            busy.send("GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
            let half = try server.connect()
            half.send("GET / HTTP/1.1\r\nHo")
            let idle = try server.connect()
            _ = try idle.get("/first", until: "/first done")
            idle.forget()
            var held: [TestSocket] = []
            for number in 0..<20 {
                held.append(try server.connect())
                _ = try held[number].get("/\(number)", until: "/\(number) done")
            }
            #expect(try half.receiveAll() == "")
            #expect(try idle.receiveAll() == "")
            isReleased.store(true, ordering: .relaxed)
            try busy.receive(until: "/long done")
            #expect(!server.metrics.text().contains("http_server_yielded_total 0"))
        }
    }

    @Test func `cuts a client that takes its response bit by bit`() async throws {
        var limits = ServerLimits()
        limits.writeGraceSeconds = 0.3
        limits.writeBytesPerSecond = 100_000_000
        let handler: Handler = { _ in HTTPResponse(body: .bytes([UInt8](repeating: 1, count: 50_000_000))) }
        try await withServer(limits: limits, handler) { server in
            let socket = try TestSocket(port: server.port, receiveBuffer: 4096)
            socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually("the connection is still there") { try socket.receive(within: 0.01) == false }
            #expect(socket.received.count < 50_000_000)
        }
    }

    @Test(arguments: [
        ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414, "target-too-long"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n", 431, "fields-too-large"),
        (
            "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: a\r\n", count: 101))\r\n", 431, "fields-too-large"
        ), ("GET / HTTP/1.1\r\nX: ", 408, "too-slow"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", 408, "too-slow"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "bad-request"),
    ])
    func `a refusal of the server's own says why by its status and code`(text: String, status: Int, code: String) async throws {
        try await withServer(limits: Self.quick) { server in
            let socket = try server.connect()
            socket.send(text)
            let answer = try socket.receiveAll()
            #expect(answer.hasPrefix("HTTP/1.1 \(status) ") && answer.contains("\"code\":\"\(code)\""))
        }
    }

    @Test func `bounds the connections of one address`() async throws {
        var limits = ServerLimits()
        limits.maxConnectionsPerAddress = 1
        try await withServer(limits: limits) { server in
            let held = try server.connect()
            _ = try held.get("/", until: "GET / 0")
            #expect(try server.connect().receiveAll().hasPrefix("HTTP/1.1 503"))
        }
    }

    @Test func `a thousand idle, half-open and half-sent connections hold nobody up`() async throws {
        try await withServer(threads: 2) { server in
            var held: [TestSocket] = []
            for index in 0..<1000 {
                let socket = try server.connect()
                switch index % 4 {
                case 0: break
                case 1: socket.send("GET / HTTP/1.1\r\nHo")
                case 2: socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
                default: socket.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n")
                }
                held.append(socket)
            }
            let start = ContinuousClock.now
            for _ in 0..<20 { _ = try server.connect().get("/normal", until: "GET /normal 0") }
            #expect(ContinuousClock.now - start < .seconds(8))
            #expect(try held[3].receive(until: "GET /held 0").hasPrefix("HTTP/1.1 200"))
        }
    }
}
