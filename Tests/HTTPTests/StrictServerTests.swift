import HTTP
import Testing

/// The strict table over a real socket.
@Suite struct StrictServerTests {
    private func statuses(_ text: String) -> [Int] {
        text.split(separator: "HTTP/1.1 ").compactMap { part in part.prefix(3).count == 3 ? Int(part.prefix(3)) : nil }
    }

    @Test func `answers every accepted request`() async throws {
        try await withServer { server in
            for strict in StrictCase.accepted {
                let socket = try server.connect()
                socket.send(strict.bytes)
                socket.endSending()
                #expect(statuses(try socket.receiveAll()) == strict.statuses, "\(strict.name)")
            }
        }
    }

    @Test func `refuses and closes, and calls no handler`() async throws {
        let handler: Handler = { request in
            _ = try await request.body.collect(upTo: 1000)
            return .text("reached", status: 200)
        }
        try await withServer(handler) { server in
            for strict in StrictCase.refused {
                let socket = try server.connect()
                socket.send(strict.bytes)
                let text = try socket.receiveAll()
                #expect(statuses(text) == strict.statuses, "\(strict.name)")
                #expect(!text.contains("reached"), "\(strict.name)")
                #expect(text.contains("application/problem+json") && text.contains("Connection: close"))
            }
        }
    }

    @Test func `a request in single bytes is answered like a whole one`() async throws {
        try await withServer { server in
            let socket = try server.connect()
            for byte in "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n".utf8 {
                socket.send([byte])
            }
            try socket.receive(until: "POST /x 3")
        }
    }
}
