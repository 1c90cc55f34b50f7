import Mail
import Testing

@Suite(.timeLimit(.minutes(1))) struct SMTPClientTests {
    static let message = Array("Subject: x\r\n\r\nhello\r\n.\r\nend\r\n".utf8)

    func client(_ port: Int, timeout: Double = 20) throws -> SMTPClient {
        try SMTPClient(
            SMTPSettings(host: "127.0.0.1", port: port, security: .none, helo: "crm.example", connectTimeout: 5, timeout: timeout)
        )
    }

    func outcome(of script: ScriptedSMTPServer.Script) async throws -> (SMTPOutcome, ScriptedSMTPServer.Record) {
        let server = try ScriptedSMTPServer(script)
        defer { server.stop() }
        let outcome = try await client(server.port).send(Self.message, from: "shop@crm.example", to: "anna@example.test")
        return (outcome, server.seen)
    }

    @Test func `a message that is taken is accepted with the server's answer, its leading dots kept`() async throws {
        let (outcome, seen) = try await outcome(of: .init())
        #expect(outcome == .accepted(response: "2.0.0 queued as 42"))
        #expect(seen.commands.contains { $0.hasPrefix("MAIL FROM:<shop@crm.example>") })
        #expect(seen.commands.contains("RCPT TO:<anna@example.test>"))
        #expect(seen.commands.first == "EHLO crm.example")
        #expect(seen.contents == ["Subject: x\n\nhello\n..\nend\n"])
    }

    @Test(arguments: [
        (ScriptedSMTPServer.Script(recipient: "550 5.1.1 no such mailbox"), 550, "5.1.1 no such mailbox"),
        (ScriptedSMTPServer.Script(recipient: "553-5.7.1 first\r\n553 second"), 553, "5.7.1 first second"),
        (ScriptedSMTPServer.Script(content: "554 5.7.1 looks like spam"), 554, "5.7.1 looks like spam"),
    ]) func `a 5xx about the message ends it`(script: ScriptedSMTPServer.Script, code: Int, text: String) async throws {
        #expect(try await outcome(of: script).0 == .refusedPermanently(code: code, text: text))
    }

    @Test(arguments: [
        (ScriptedSMTPServer.Script(recipient: "451 4.3.0 later"), 451, "4.3.0 later"),
        (ScriptedSMTPServer.Script(content: "452 4.3.1 disk full"), 452, "4.3.1 disk full"),
        (ScriptedSMTPServer.Script(content: "421 closing"), 421, "closing"),
        (ScriptedSMTPServer.Script(greeting: "554 not here"), 554, "not here"),
        (ScriptedSMTPServer.Script(greeting: "421 too busy"), 421, "too busy"),
        (ScriptedSMTPServer.Script(recipient: "530 5.7.0 sign in first"), 530, "5.7.0 sign in first"),
    ]) func `a 4xx, or a 5xx about us, defers`(script: ScriptedSMTPServer.Script, code: Int, text: String) async throws {
        #expect(try await outcome(of: script).0 == .deferred(code: code, text: text))
    }

    @Test(arguments: [
        ScriptedSMTPServer.Script(hangUpAt: "EHLO"), .init(hangUpAt: "MAIL"), .init(hangUpAt: "RCPT"), .init(hangUpAt: "DATA"),
    ]) func `a connection lost before the content defers`(script: ScriptedSMTPServer.Script) async throws {
        let (outcome, seen) = try await outcome(of: script)
        guard case .deferred(nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(seen.contents.isEmpty)
        #expect(seen.connections == 1)
    }

    @Test func `a connection lost within the content defers, for the server cannot have taken it`() async throws {
        let server = try ScriptedSMTPServer(.init(hangUpWithin: 1000))
        defer { server.stop() }
        // Far more than the socket buffers hold, so that the loss is seen before libcurl reaches the end.
        let large = Array("Subject: x\r\n\r\n".utf8) + Array(repeating: UInt8(ascii: "a"), count: 32 << 20)
        let outcome = try await client(server.port).send(large, from: "shop@crm.example", to: "anna@example.test")
        guard case .deferred(nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `a connection lost after the content leaves it unknown`() async throws {
        let (outcome, seen) = try await outcome(of: .init(hangUpAfterContent: true))
        guard case .unknown = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(seen.contents.count == 1)
        #expect(seen.connections == 1, "an unknown message is not sent again")
    }

    @Test func `a domain of Russian letters goes out in its ASCII form`() async throws {
        let server = try ScriptedSMTPServer(.init())
        defer { server.stop() }
        let outcome = try await client(server.port).send(Self.message, from: "shop@crm.example", to: "info@почта.рф")
        #expect(outcome == .accepted(response: "2.0.0 queued as 42"))
        #expect(server.seen.commands.contains("RCPT TO:<info@xn--80a1acny.xn--p1ai>"), "\(server.seen.commands)")
    }

    @Test func `no server defers`() async throws {
        let server = try ScriptedSMTPServer(.init())
        server.stop()
        let outcome = try await client(server.port).send(Self.message, from: "shop@crm.example", to: "anna@example.test")
        guard case .deferred(nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `one connection serves many messages`() async throws {
        let server = try ScriptedSMTPServer(.init())
        defer { server.stop() }
        let client = try client(server.port)
        for _ in 0..<20 {
            let outcome = try await client.send(Self.message, from: "shop@crm.example", to: "anna@example.test")
            #expect(outcome == .accepted(response: "2.0.0 queued as 42"))
        }
        #expect(server.seen.connections == 1)
        #expect(server.seen.contents.count == 20)
    }

    @Test func `a kept connection that the server closed is replaced and nothing is sent twice`() async throws {
        let server = try ScriptedSMTPServer(.init(closesAfterMessage: true))
        defer { server.stop() }
        let client = try client(server.port)
        for _ in 0..<10 {
            let outcome = try await client.send(Self.message, from: "shop@crm.example", to: "anna@example.test")
            #expect(outcome == .accepted(response: "2.0.0 queued as 42"))
        }
        #expect(server.seen.contents.count == 10)
    }

    @Test func `messages to different servers' recipients each have their own outcome after a refusal`() async throws {
        let server = try ScriptedSMTPServer(.init(recipient: "550 no"))
        defer { server.stop() }
        let client = try client(server.port)
        for _ in 0..<3 {
            let outcome = try await client.send(Self.message, from: "shop@crm.example", to: "anna@example.test")
            #expect(outcome == .refusedPermanently(code: 550, text: "no"))
        }
        #expect(server.seen.contents.isEmpty)
    }

    @Test(arguments: ["a@b.test>\r\nRCPT TO:<evil@c.test", "a@b.test\n", "<a@b.test>", "", "a b@c.test"])
    func `an address that could smuggle a command is refused before anything is sent`(address: String) async throws {
        let server = try ScriptedSMTPServer(.init())
        defer { server.stop() }
        let client = try client(server.port)
        await #expect(throws: MailError.address) { try await client.send(Self.message, from: "s@crm.example", to: address) }
        await #expect(throws: MailError.address) { try await client.send(Self.message, from: address, to: "s@crm.example") }
        #expect(server.seen.connections == 0)
    }

    @Test func `STARTTLS that the server does not offer is not skipped`() async throws {
        let server = try ScriptedSMTPServer(.init())
        defer { server.stop() }
        let client = try SMTPClient(SMTPSettings(host: "127.0.0.1", port: server.port, security: .startTLS, helo: "crm.example"))
        let outcome = try await client.send(Self.message, from: "shop@crm.example", to: "anna@example.test")
        guard case .deferred = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!server.seen.commands.contains { $0.hasPrefix("MAIL") })
    }

    @Test(arguments: [
        (SMTPSettings(host: "a b", port: 25, security: .none, helo: "x"), "host"),
        (SMTPSettings(host: "h/../x", port: 25, security: .none, helo: "x"), "host"),
        (SMTPSettings(host: "h", port: 0, security: .none, helo: "x"), "port"),
        (SMTPSettings(host: "h", port: 25, security: .none, helo: "x\r\nMAIL"), "helo"),
    ]) func `settings that cannot be used are named`(settings: SMTPSettings, name: String) {
        #expect(throws: MailError.setting(name)) { try SMTPClient(settings) }
    }
}
