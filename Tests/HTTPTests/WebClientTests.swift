import HTTP
import Synchronization
import Testing

@Suite struct WebClientTests {
    private let client = WebClient(userAgent: "relata-test/1")

    @Test func `sends what it is told and nothing of its own`() async throws {
        let handler: Handler = { request in
            let body = try await request.body.collect(upTo: 1000)
            let fields = request.fields.map { "\($0.name): \($0.value)" }.filter { !$0.hasPrefix("Host") }.sorted()
            return .text(
                "\(request.method.rawValue) \(request.target) \(body.count) \(fields.joined(separator: "|"))", status: 418)
        }
        try await withServer(handler) { server in
            let response = try await client.send(
                .patch, "http://127.0.0.1:\(server.port)/a?b", fields: [("X-A", "1"), ("X-Empty", "")], body: [1, 2, 3])
            #expect(response.status == 418)
            #expect(response.fields["content-type"] == "text/plain; charset=utf-8")
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(text.hasPrefix("PATCH /a?b 3 Accept-Encoding: "))
            #expect(
                text.hasSuffix("|Accept: */*|Content-Length: 3|User-Agent: relata-test/1|X-A: 1|X-Empty: ")
                    || text.contains("X-A: 1|X-Empty: "))
            let head = try await client.send(.head, "http://127.0.0.1:\(server.port)/")
            #expect(head.status == 418 && head.body.isEmpty)
            let empty = try await client.send(.post, "http://127.0.0.1:\(server.port)/", body: [])
            #expect(String(decoding: empty.body, as: UTF8.self).hasPrefix("POST / 0 "))
        }
    }

    @Test func `follows redirects only when asked to`() async throws {
        let handler: Handler = { $0.path == "/from" ? .redirect(to: "/to") : .text("arrived") }
        try await withServer(handler) { server in
            let url = "http://127.0.0.1:\(server.port)/from"
            #expect(try await client.send(.get, url).status == 303)
            let followed = try await client.send(.get, url, followsRedirects: true)
            #expect(String(decoding: followed.body, as: UTF8.self) == "arrived")
            #expect(followed.fields.values("content-length").count == 1)
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "",
    ])
    func `takes only web addresses`(url: String) async throws {
        let error = await #expect(throws: WebError.self) { _ = try await client.send(.get, url) }
        #expect(error?.kind == .invalidRequest)
    }

    @Test func `bounds the answer, the time and the fields`() async throws {
        let handler: Handler = { request in
            if request.path == "/slow" { try await Task.sleep(nanoseconds: 60_000_000_000) }
            return .json([UInt8](repeating: 0x20, count: 100_000))
        }
        let server = try TestServer(handler)
        let base = "http://127.0.0.1:\(server.port)"
        let large = await #expect(throws: WebError.self) { _ = try await client.send(.get, base + "/", maxResponse: 99_999) }
        #expect(large?.kind == .tooLarge)
        let slow = await #expect(throws: WebError.self) { _ = try await client.send(.get, base + "/slow", timeoutSeconds: 0.2) }
        #expect(slow?.kind == .timeout)
        let field = await #expect(throws: WebError.self) { _ = try await client.send(.get, base, fields: [("X", "a\r\nY: b")]) }
        #expect(field?.kind == .invalidRequest)
        await server.stop(within: 0)
        let gone = await #expect(throws: WebError.self) { _ = try await client.send(.get, base) }
        #expect(gone?.kind == .unreachable)
    }

    @Test func `cancelling ends the transfer`() async throws {
        let began = Atomic<Bool>(false)
        let cancelled = Atomic<Bool>(false)
        let handler: Handler = { _ in
            began.store(true, ordering: .relaxed)
            do { try await Task.sleep(nanoseconds: 60_000_000_000) } catch { cancelled.store(true, ordering: .relaxed) }
            return .empty()
        }
        try await withServer(handler) { server in
            let sending = Task { try await client.send(.get, "http://127.0.0.1:\(server.port)/") }
            try await eventually("the handler does not begin") { began.load(ordering: .relaxed) }
            sending.cancel()
            await #expect(throws: CancellationError.self) { _ = try await sending.value }
            try await eventually("the handler goes on") { cancelled.load(ordering: .relaxed) }
        }
    }

    @Test func `many at once, over kept connections`() async throws {
        try await withServer(threads: 2) { server in
            try await withThrowingTaskGroup(of: Int.self) { tasks in
                for index in 0..<50 {
                    tasks.addTask { try await client.send(.get, "http://127.0.0.1:\(server.port)/\(index)").status }
                }
                for try await status in tasks { #expect(status == 200) }
            }
        }
    }
}
