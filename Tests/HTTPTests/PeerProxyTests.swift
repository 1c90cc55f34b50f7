import Core
import HTTP
import Synchronization
import Testing

/// A gateway and a service: what the two ends of the chain notice of each other.
@Suite struct PeerProxyTests {
    private func withGateway<Result>(
        threads: Int = 2, _ service: @escaping Handler, _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let upstream = try TestServer(service)
        let group = EventLoopGroup(threads: threads)
        let client = PeerClient(host: "127.0.0.1", port: upstream.port, group: group)
        let gateway = try TestServer(group: group) { try await client.send($0) }
        do {
            let result = try await body(gateway)
            await gateway.stop(within: 1)
            await upstream.stop(within: 1)
            return result
        } catch {
            await gateway.stop(within: 0)
            await upstream.stop(within: 0)
            throw error
        }
    }

    @Test func `passes requests and answers through`() async throws {
        try await withGateway(TestServer.echo) { gateway in
            let socket = try gateway.connect()
            _ = try socket.get("/a?b=%20c", until: "GET /a?b=%20c 0")
            socket.send("POST /chunked HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
            try socket.receive(until: "POST /chunked 3")
            socket.forget()
            socket.send("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n")
            let head = try socket.receive(until: "\r\n\r\n")
            #expect(head.contains("Content-Length: 9\r\n") && head.components(of: "Date:") == 1)
            _ = try socket.get("/after", until: "GET /after 0")
        }
    }

    @Test func `streams large bodies both ways`() async throws {
        let service: Handler = { request in
            let body = try await request.body.collect(upTo: 1 << 24)
            return HTTPResponse(body: .stream(.writing { try await $0.write(body) }))
        }
        try await withGateway(service) { gateway in
            let size = 4 << 20
            let client = PeerClient(host: "127.0.0.1", port: gateway.port, group: gateway.group)
            let body = HTTPBody.stream(
                .writing(length: size) { writer in
                    for _ in 0..<size >> 16 { try await writer.write([UInt8](repeating: 7, count: 1 << 16)) }
                })
            let response = try await client.send(HTTPRequest(method: .post, target: "/", body: body))
            #expect(try await response.body.collect(upTo: size).count == size)
        }
    }

    @Test(arguments: [false, true]) func `a client that goes away cancels the handler of the service`(isStreaming: Bool)
        async throws
    {
        let began = Atomic<Bool>(false)
        let ended = Atomic<Bool>(false)
        let service: Handler = { _ in
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
        try await withGateway(service) { gateway in
            let socket = try gateway.connect()
            socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            if isStreaming { try socket.receive(until: "tick") }
            try await eventually("the service's handler does not begin") { began.load(ordering: .relaxed) }
            socket.close()
            try await eventually("the service's handler goes on") { ended.load(ordering: .relaxed) }
        }
    }

    @Test func `cancelling the sender cancels the handler of the service`() async throws {
        let began = Atomic<Bool>(false)
        let ended = Atomic<Bool>(false)
        let service: Handler = { _ in
            began.store(true, ordering: .relaxed)
            do { try await Task.sleep(nanoseconds: 60_000_000_000) } catch { ended.store(true, ordering: .relaxed) }
            return .empty()
        }
        try await withServer(service) { server in
            let client = PeerClient(host: "localhost", port: server.port, group: server.group)
            let sending = Task { try await client.send(HTTPRequest(method: .get, target: "/")) }
            try await eventually("the handler does not begin") { began.load(ordering: .relaxed) }
            sending.cancel()
            await #expect(throws: CancellationError.self) { _ = try await sending.value }
            try await eventually("the handler goes on") { ended.load(ordering: .relaxed) }
        }
    }
}
