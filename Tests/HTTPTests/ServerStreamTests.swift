import HTTP
import Synchronization
import Testing

@Suite struct ServerStreamTests {
    @Test func `streams a response in chunks, and plainly to HTTP 1.0`() async throws {
        let handler: Handler = { _ in
            HTTPResponse(
                body: .stream(
                    .writing { writer in
                        try await writer.write("one")
                        try await writer.write("and two")
                    }))
        }
        try await withServer(handler) { server in
            let socket = try server.connect()
            let text = try socket.get("/", until: "\r\n0\r\n\r\n")
            #expect(text.contains("Transfer-Encoding: chunked\r\n"))
            #expect(text.hasSuffix("\r\n\r\n3\r\none\r\n7\r\nand two\r\n0\r\n\r\n"))
            _ = try socket.get("/again", until: "\r\n0\r\n\r\n")
            let old = try server.connect()
            old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try old.receiveAll().hasSuffix("\r\n\r\noneand two"))
        }
    }

    @Test func `a stream of known length has its length`() async throws {
        let handler: Handler = { request in
            HTTPResponse(
                body: .stream(.writing(length: 4) { writer in try await writer.write(request.path == "/short" ? "abc" : "abcd") })
            )
        }
        try await withServer(handler) { server in
            let text = try server.connect().get("/", until: "abcd")
            #expect(text.contains("Content-Length: 4\r\n"))
            let socket = try server.connect()
            socket.send("GET /short HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try socket.receiveAll().hasSuffix("abc"))
        }
    }

    @Test func `what a writer throws cuts the response visibly`() async throws {
        let handler: Handler = { _ in
            HTTPResponse(
                body: .stream(
                    .writing { writer in
                        try await writer.write("begun")
                        throw TestFailure("broken")
                    }))
        }
        try await withServer(handler) { server in
            let socket = try server.connect()
            socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let text = try socket.receiveAll()
            #expect(text.contains("begun") && !text.contains("\r\n0\r\n"))
            #expect(server.log.messages == ["a response was cut short"])
        }
    }

    @Test func `a writer waits for a reader that does not read`() async throws {
        let written = Atomic<Int>(0)
        let handler: Handler = { _ in
            HTTPResponse(
                body: .stream(
                    .writing { writer in
                        for _ in 0..<2000 {
                            try await writer.write([UInt8](repeating: 1, count: 65_536))
                            written.add(65_536, ordering: .relaxed)
                        }
                    }))
        }
        try await withServer(handler) { server in
            let socket = try TestSocket(port: server.port, receiveBuffer: 4096)
            socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try socket.receive(until: "chunked")
            var last = -1
            try await eventually("the writer goes on and on") {
                try await Task.sleep(nanoseconds: 50_000_000)
                let now = written.load(ordering: .relaxed)
                defer { last = now }
                return now == last
            }
            #expect(last < 64 << 20)
        }
    }

    @Test func `a handler that does not read holds the client back`() async throws {
        let gate = Gate()
        let handler: Handler = { request in
            await gate.wait()
            guard case .stream(let stream) = request.body else { return .text("no stream") }
            var count = 0
            while let part = try await stream.next() { count += part.count }
            return .text("total \(count)")
        }
        try await withServer(handler) { server in
            let socket = try server.connect()
            let size = 40 << 20
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
            let taken = socket.sendWhatFits([UInt8](repeating: 1, count: size), within: 0.3)
            #expect(taken < size)
            gate.open()
            socket.send([UInt8](repeating: 1, count: size - taken))
            try socket.receive(until: "total \(size)")
        }
    }

    @Test(arguments: [true, false]) func `a client that goes away cancels the handler`(byReset: Bool) async throws {
        let began = Atomic<Bool>(false)
        let cancelled = Atomic<Bool>(false)
        let handler: Handler = { _ in
            began.store(true, ordering: .relaxed)
            do {
                try await Task.sleep(nanoseconds: 60_000_000_000)
            } catch {
                cancelled.store(true, ordering: .relaxed)
            }
            return .empty()
        }
        try await withServer(handler) { server in
            let socket = try server.connect()
            socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually("the handler does not begin") { began.load(ordering: .relaxed) }
            if byReset { socket.reset() } else { socket.close() }
            try await eventually("the handler is not cancelled") { cancelled.load(ordering: .relaxed) }
        }
    }

    @Test func `a client that goes away ends the body's reader and the response's writer`() async throws {
        let ended = Atomic<Int>(0)
        let handler: Handler = { request in
            if request.method == .post {
                do { _ = try await request.body.collect(upTo: 1000) } catch { ended.add(1, ordering: .relaxed) }
                return .empty()
            }
            return HTTPResponse(
                body: .stream(
                    .writing { writer in
                        do { while true { try await writer.write("tick") } } catch { ended.add(1, ordering: .relaxed) }
                    }))
        }
        try await withServer(handler) { server in
            let upload = try server.connect()
            upload.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
            let download = try server.connect()
            _ = try download.get("/", until: "tick")
            upload.close()
            download.close()
            try await eventually("not both have ended") { ended.load(ordering: .relaxed) == 2 }
        }
    }
}

/// Closed at first; once opened it lets everyone through.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
