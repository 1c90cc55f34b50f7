import HTTP
import Observability
import Synchronization
import Testing

@Suite struct ServerLifeTests {
    @Test(arguments: ["127.0.0.1", "0.0.0.0", "::", "localhost"]) func `listens on an address, everywhere, or a name`(
        host: String
    ) async throws {
        let server = try TestServer(host: host, threads: 2)
        #expect(server.port > 0)
        _ = try server.connect().get("/", until: "GET / 0")
        await server.stop()
    }

    private func start(_ host: String, _ port: Int, tls: TLSFiles? = nil) throws -> Int {
        let group = EventLoopGroup(threads: 1)
        defer { group.shutdown() }
        return try HTTPServer(
            host: host, port: port, tls: tls, group: group, logger: .silent, metrics: Metrics(), handler: TestServer.echo
        ).start()
    }

    @Test func `says in a sentence why it cannot start`() async throws {
        let taken = try TestServer()
        let inUse = #expect(throws: ServerStartError.self) { try start("127.0.0.1", taken.port) }
        #expect(inUse?.description.contains("is taken by another process") == true)
        let foreign = #expect(throws: ServerStartError.self) { try start("192.0.2.1", 0) }
        #expect(foreign?.description.contains("no address of this machine") == true)
        let range = #expect(throws: ServerStartError.self) { try start("127.0.0.1", 70_000) }
        #expect(range?.description.contains("no port") == true)
        let absent = #expect(throws: ServerStartError.self) {
            try start("127.0.0.1", 0, tls: TLSFiles(certificate: "/absent/c.pem", key: "/absent/k.pem"))
        }
        #expect(absent?.description.contains("/absent/c.pem") == true)
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        try certificate.mismatch()
        let mismatch = #expect(throws: ServerStartError.self) { try start("127.0.0.1", 0, tls: certificate.files) }
        #expect(mismatch?.description.contains("key") == true)
        await taken.stop()
    }

    @Test func `draining answers what is in flight and takes nothing new`() async throws {
        let gate = Gate()
        let began = Atomic<Bool>(false)
        let server = try TestServer { _ in
            began.store(true, ordering: .relaxed)
            await gate.wait()
            return .text("finished")
        }
        let idle = try server.connect()
        let busy = try server.connect()
        busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        try await eventually("the handler does not begin") { began.load(ordering: .relaxed) }
        let draining = Task { await server.server.shutdown(within: 10) }
        #expect(try idle.receiveAll() == "")
        try await eventually("still accepts") { (try? server.connect()) == nil }
        gate.open()
        let text = try busy.receiveAll()
        #expect(text.contains("finished") && text.contains("Connection: close"))
        await draining.value
        server.group.shutdown()
    }

    @Test func `draining cuts at its deadline what does not end`() async throws {
        let cancelled = Atomic<Bool>(false)
        let began = Atomic<Bool>(false)
        let server = try TestServer { _ in
            began.store(true, ordering: .relaxed)
            do { try await Task.sleep(nanoseconds: 60_000_000_000) } catch { cancelled.store(true, ordering: .relaxed) }
            return .empty()
        }
        let socket = try server.connect()
        socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        try await eventually("the handler does not begin") { began.load(ordering: .relaxed) }
        let start = ContinuousClock.now
        await server.server.shutdown(within: 0.2)
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(try socket.receiveAll() == "")
        try await eventually("the handler is not cancelled") { cancelled.load(ordering: .relaxed) }
        await server.server.shutdown(within: 0.2)
        server.group.shutdown()
    }
}
