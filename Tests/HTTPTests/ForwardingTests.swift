import Core
import HTTP
import Synchronization
import Testing

/// Forwards every GET once a connection is kept, and counts them.
private final class ForwardAll: Forwarder, Forwarding {
    let client: PeerClient
    let credentials: HTTPFields = ["X-Token": "t"]
    private let counted = Atomic<Int>(0)
    private let failed = Mutex<[String]>([])

    init(_ client: PeerClient) { self.client = client }

    var count: Int { counted.load(ordering: .relaxed) }
    var failures: [String] { failed.withLock { $0 } }

    func forwarding(of request: inout HTTPRequest) -> (any Forwarding)? {
        guard request.method == .get, client.hasKept else { return nil }
        counted.add(1, ordering: .relaxed)
        return self
    }

    func answer(_ outcome: Result<HTTPResponse, any Error>, to request: HTTPRequest) -> HTTPResponse {
        do {
            var response = try outcome.get()
            response.fields["X-Way"] = "forwarded"
            return response
        } catch {
            failed.withLock { $0.append("\(type(of: error))") }
            return HTTPResponse(status: 503, fields: ["X-Way": "forwarded"], body: .bytes(Array("failed".utf8)))
        }
    }
}

/// Requests that a server passes on without a task: nothing may differ from the way through a handler.
@Suite struct ForwardingTests {
    private func withFront<Result>(
        port: Int, timeouts: PeerTimeouts = PeerTimeouts(), limits: ServerLimits = ServerLimits(),
        _ body: (TestServer, ForwardAll) async throws -> Result
    ) async throws -> Result {
        let group = EventLoopGroup(threads: 1)
        let client = PeerClient(host: "127.0.0.1", port: port, group: group, timeouts: timeouts)
        let forwarder = ForwardAll(client)
        let front = try TestServer(limits: limits, group: group, forwarder: forwarder) { try await client.send($0) }
        do {
            let result = try await body(front, forwarder)
            await front.stop(within: 1)
            return result
        } catch {
            await front.stop(within: 0)
            throw error
        }
    }

    private func withService<Result>(
        timeouts: PeerTimeouts = PeerTimeouts(), _ service: @escaping Handler,
        _ body: (TestServer, ForwardAll) async throws -> Result
    ) async throws -> Result {
        let service = try TestServer(service)
        do {
            let result = try await withFront(port: service.port, timeouts: timeouts, body)
            await service.stop(within: 1)
            return result
        } catch {
            await service.stop(within: 0)
            throw error
        }
    }

    @Test func `passes requests on with its credentials, and answers back with what is added`() async throws {
        let service: Handler = { request in .text("\(request.target) \(request.fields["X-Token"] ?? "-") end") }
        try await withService(service) { front, forwarder in
            let socket = try front.connect()
            #expect(try !socket.get("/a", until: "/a - end").contains("X-Way"))
            for index in 0..<3 {
                #expect(try socket.get("/b?\(index)=%20", until: "/b?\(index)=%20 t end").contains("X-Way: forwarded\r\n"))
            }
            socket.forget()
            socket.send("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try !socket.receive(until: "\r\n\r\n").contains("X-Way"))
            #expect(forwarder.count == 3)
        }
    }

    @Test func `answers pipelined requests in their order, between others that a handler answers`() async throws {
        try await withService(TestServer.echo) { front, forwarder in
            let socket = try front.connect()
            _ = try socket.get("/first", until: "GET /first 0")
            socket.forget()
            let methods = (0..<300).map { $0 % 7 == 3 ? "PUT" : "GET" }
            socket.send(
                methods.enumerated().map { "\($1) /\($0) HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n" }.joined())
            let text = try socket.receive(until: "GET /299 0")
            let order = text.matches(of: #/(GET|PUT) \/([0-9]+) 0/#).compactMap { Int($0.2) }
            #expect(order == Array(0..<300))
            #expect(forwarder.count > 200)
        }
    }

    @Test func `streams what is long, and waits for a client that takes nothing`() async throws {
        let size = 1 << 20
        let service: Handler = { request in
            let count = request.target == "/long" ? size : 60_000
            return HTTPResponse(body: .bytes([UInt8](repeating: UInt8(ascii: "x"), count: count) + Array("end".utf8)))
        }
        try await withService(service) { front, forwarder in
            let socket = try TestSocket(port: front.port, receiveBuffer: 4096)
            _ = try socket.get("/short", until: "xend")
            socket.forget()
            let request = { (target: String) in "GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n" }
            socket.send((0..<60).map { request($0 % 20 == 9 ? "/long" : "/short") }.joined())
            try await eventually("nothing is forwarded") { forwarder.count > 0 }
            let ending = Array("xend".utf8)
            var (ends, looked) = (0, 0)
            while ends < 60 {
                guard try socket.receive() == true else { throw TestFailure("ended after \(ends)") }
                while looked + ending.count <= socket.received.count {
                    if socket.received[looked] == ending[0], socket.received[looked..<looked + 4].elementsEqual(ending) {
                        ends += 1
                    }
                    looked += 1
                }
            }
            #expect(socket.text.components(of: "X-Way: forwarded") == forwarder.count)
            #expect(socket.received.count > 57 * 60_000 + 3 * size)
        }
    }

    @Test func `goes the handler's way when the kept connection has ended`() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        let peer = try RawPeer([[answer, ""], [answer, answer]])
        try await withFront(port: peer.port) { front, forwarder in
            let socket = try front.connect()
            _ = try socket.get("/1", until: "\r\n\r\nok")
            #expect(try !socket.get("/2", until: "\r\n\r\nok").contains("X-Way"))
            #expect(try socket.get("/3", until: "\r\n\r\nok").contains("X-Way"))
            #expect(peer.connections == 2 && forwarder.count == 2 && forwarder.failures.isEmpty)
        }
    }

    @Test func `does not repeat once something has come, nor when the peer is slow`() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        let peer = try RawPeer([[answer, "HTTP/1.1 2"], [answer]])
        try await withFront(port: peer.port) { front, forwarder in
            let socket = try front.connect()
            _ = try socket.get("/1", until: "\r\n\r\nok")
            #expect(try socket.get("/2", until: "failed").contains("503"))
            #expect(forwarder.failures == ["Refusal"] && peer.connections == 1)
        }
        let slow: Handler = { request in
            if request.target == "/slow" { try await Task.sleep(nanoseconds: 60_000_000_000) }
            return .text("quick")
        }
        try await withService(timeouts: PeerTimeouts(idle: 0.2, total: 0.2), slow) { front, forwarder in
            let socket = try front.connect()
            _ = try socket.get("/1", until: "quick")
            #expect(try socket.get("/slow", until: "failed").contains("503"))
            #expect(try socket.get("/3", until: "quick").contains("200"))
            #expect(forwarder.failures == ["Refusal"])
        }
    }

    @Test(arguments: [false, true]) func `a client that goes away ends the service's work`(isStreaming: Bool) async throws {
        let began = Atomic<Bool>(false)
        let ended = Atomic<Bool>(false)
        let service: Handler = { request in
            guard request.target == "/work" else { return .text("quick") }
            began.store(true, ordering: .relaxed)
            if isStreaming {
                return HTTPResponse(
                    body: .stream(
                        .writing { writer in
                            defer { ended.store(true, ordering: .relaxed) }
                            while true {
                                try await writer.write("tick")
                                try await Task.sleep(nanoseconds: 1_000_000)
                            }
                        }))
            }
            do { try await Task.sleep(nanoseconds: 60_000_000_000) } catch { ended.store(true, ordering: .relaxed) }
            return .empty()
        }
        try await withService(service) { front, forwarder in
            let socket = try front.connect()
            _ = try socket.get("/1", until: "quick")
            socket.forget()
            socket.send("GET /work HTTP/1.1\r\nHost: x\r\n\r\n")
            if isStreaming { try socket.receive(until: "tick") }
            try await eventually("the service's handler does not begin") { began.load(ordering: .relaxed) }
            #expect(forwarder.count == 1)
            socket.close()
            try await eventually("the service's handler goes on") { ended.load(ordering: .relaxed) }
            let other = try front.connect()
            _ = try other.get("/2", until: "quick")
        }
    }

    @Test func `a drained server answers what is with a peer, and then ends`() async throws {
        let gate = Gate()
        let began = Atomic<Bool>(false)
        let service: Handler = { request in
            if request.target == "/work" {
                began.store(true, ordering: .relaxed)
                await gate.wait()
            }
            return .text("quick")
        }
        try await withService(service) { front, forwarder in
            let socket = try front.connect()
            _ = try socket.get("/1", until: "quick")
            socket.forget()
            socket.send("GET /work HTTP/1.1\r\nHost: x\r\n\r\n")
            try await eventually("the service's handler does not begin") { began.load(ordering: .relaxed) }
            let draining = Task { await front.server.shutdown(within: 20) }
            // Nothing may block the pool here, which the draining needs.
            try await eventually("still accepts") { (try? front.connect()) == nil }
            gate.open()
            let text = try socket.receiveAll()
            #expect(text.contains("quick") && text.contains("Connection: close") && forwarder.count == 1)
            await draining.value
        }
    }
}
