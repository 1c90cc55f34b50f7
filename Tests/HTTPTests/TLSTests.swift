import HTTP
import Testing

@Suite struct TLSTests {
    @Test func `serves over TLS, with large bodies both ways`() async throws {
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        let server = try TestServer(tls: certificate.files) { request in
            let body = try await request.body.collect(upTo: 1 << 24)
            return HTTPResponse(fields: ["X-Secure": "\(request.isSecure)"], body: .bytes(body))
        }
        let client = WebClient(userAgent: "test", caFile: certificate.files.certificate)
        for size in [0, 100, 3_000_000] {
            let bytes = [UInt8](repeating: 0x61, count: size)
            let response = try await client.send(.post, "https://localhost:\(server.port)/", body: bytes, maxResponse: 1 << 24)
            #expect(response.body == bytes)
            #expect(response.fields["x-secure"] == "true")
        }
        await server.stop()
    }

    @Test func `a reload takes effect for new connections, a bad one for none`() async throws {
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        let second = try TestCertificate()
        defer { second.remove() }
        try second.renew()
        let server = try TestServer(tls: certificate.files)
        let url = "https://localhost:\(server.port)/"
        func isTrusted(by authority: TestCertificate) async throws -> Bool {
            do {
                return try await WebClient(userAgent: "test", caFile: authority.files.certificate).send(.get, url).status == 200
            } catch let error as WebError where error.kind == .untrusted {
                return false
            }
        }
        let first = try TestCertificate()
        defer { first.remove() }
        #expect(try await isTrusted(by: first))
        try certificate.mismatch()
        #expect(throws: ServerStartError.self) { try server.server.reloadTLS() }
        #expect(try await isTrusted(by: first))
        try certificate.renew()
        try server.server.reloadTLS()
        #expect(try await !isTrusted(by: first))
        #expect(try await isTrusted(by: second))
        await server.stop()
    }

    @Test func `plain text to the TLS port and a silent handshake end`() async throws {
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        var limits = ServerLimits()
        limits.headSeconds = 0.3
        let server = try TestServer(tls: certificate.files, limits: limits)
        let plain = try server.connect()
        plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try !plain.receiveAll().contains("200"))
        #expect(try server.connect().receiveAll() == "")
        await server.stop()
    }
}
