import Core
import Mail
import Testing

@Suite struct MailMessageTests {
    func message(
        subject: String = "Заказ № 536412 отправлен", text: String = "Здравствуйте!\nЗаказ отправлен.\n",
        html: String = "<p>Здравствуйте! Заказ <b>отправлен</b>.</p>", headers: [(name: String, value: String)] = []
    ) throws -> MailMessage {
        MailMessage(
            from: try MailAddress(name: "Магазин «Ромашка, и К°»", address: "shop@crm.example"),
            to: [try MailAddress(name: "Анна Ким", address: "anna@example.test")],
            replyTo: try MailAddress(address: "help@crm.example"), subject: subject, text: text, html: html,
            messageID: "0190.1@crm.example", date: try #require(Timestamp("2026-11-24T08:42:09Z")), headers: headers)
    }

    func lines(_ message: MailMessage) throws -> [String] {
        String(decoding: try message.mime(), as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false).map(
            String.init)
    }

    @Test func `the headers are RFC 2047 words in UTF-8 and the two parts follow, text first`() throws {
        let lines = try lines(message())
        let text = lines.joined(separator: "\n")
        #expect(lines.contains("Date: Tue, 24 Nov 2026 08:42:09 +0000"))
        #expect(lines.contains("Message-Id: <0190.1@crm.example>"))
        #expect(lines.contains("Reply-To: help@crm.example"))
        #expect(lines.contains("MIME-Version: 1.0"))
        #expect(text.contains("<shop@crm.example>") && text.contains("<anna@example.test>"))
        #expect(!text.lowercased().contains("windows-1251") && !text.lowercased().contains("koi8"))
        #expect(text.lowercased().contains("subject: =?utf-8?"))
        let types = lines.filter { $0.hasPrefix("Content-Type: ") }
        #expect(types.map { $0.split(separator: " ")[1] } == ["multipart/alternative;", "text/plain;", "text/html;"])
        #expect(types.dropFirst().allSatisfy { $0.hasSuffix("charset=utf-8") })
    }

    @Test func `every line ends in CR LF, is ASCII and is short`() throws {
        let long = String(repeating: "слово ", count: 2000) + String(repeating: "w", count: 3000)
        let bytes = try message(subject: String(repeating: "Очень длинная тема ", count: 40), text: long, html: "<p>\(long)</p>")
            .mime()
        #expect(bytes.allSatisfy { $0 < 0x80 })
        for (index, byte) in bytes.enumerated() where byte == 10 { #expect(bytes[index - 1] == 13) }
        for (index, byte) in bytes.enumerated() where byte == 13 { #expect(bytes[index + 1] == 10) }
        #expect(bytes.split(separator: 10).allSatisfy { $0.count <= 998 })
    }

    @Test func `a domain of Russian letters is written in its ASCII form`() throws {
        let sender = try MailAddress(address: "shop@crm.example")
        let message = MailMessage(
            from: sender, to: [try MailAddress(address: "info@почта.рф")], subject: "x", text: "x", html: "x",
            messageID: "1@crm.example",
            date: Timestamp(microseconds: 0))
        #expect(try lines(message).contains("To: info@xn--80a1acny.xn--p1ai"))
    }

    @Test func `the same message gives the same bytes`() throws {
        #expect(try message().mime() == message().mime())
    }

    @Test func `unsubscribing headers come out whole`() throws {
        let link = "https://crm.example/unsubscribe/" + String(repeating: "abcdefghij", count: 12)
        let lines = try lines(
            message(headers: [
                ("List-Unsubscribe", "<\(link)>, <mailto:off@crm.example?subject=off>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                ("Auto-Submitted", "auto-generated"),
            ]))
        let start = try #require(lines.firstIndex { $0.hasPrefix("List-Unsubscribe:") })
        #expect(lines[start...start + 1] == ["List-Unsubscribe: <\(link)>,", " <mailto:off@crm.example?subject=off>"])
        #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        #expect(lines.contains("Auto-Submitted: auto-generated"))
    }

    @Test(arguments: [
        ("X-A", "a\r\nBcc: evil@c.test"), ("X-A", "a\nb"), ("X-A", "a\0b"), ("X A", "b"), ("", "b"), ("Subject", "b"),
    ])
    func `a header that would break out or double ours is refused`(name: String, value: String) throws {
        let message = try message(headers: [(name, value)])
        #expect(throws: MailError.header(name)) { try message.mime() }
    }

    @Test func `a subject with a line end and a body with NUL are refused`() throws {
        let subject = try message(subject: "a\r\nBcc: evil@c.test")
        #expect(throws: MailError.header("Subject")) { try subject.mime() }
        let body = try message(text: "a\0b")
        #expect(throws: MailError.body) { try body.mime() }
    }

    @Test func `a name with a line end is refused`() {
        #expect(throws: MailError.header("name")) { try MailAddress(name: "Anna\r\nBcc: x@y.test", address: "anna@example.test") }
    }

    @Test(arguments: [
        "anna@example.test", "a.b+c@x-y.example.com", "o'neil@example.test", "info@почта.рф", "1@2.test",
    ]) func `an address is taken`(address: String) {
        #expect(MailAddress.isValid(address))
    }

    @Test(arguments: [
        "", "anna", "@example.test", "anna@", "anna@localhost", "an na@example.test", "anna@example..test", ".a@example.test",
        "a.@example.test", "a..b@example.test", "<a@example.test>", "a@example.test>", "a@b.test\r\nX", "a\0@b.test", "a@-b.test",
        "a@b-.test", "\"a\"@b.test", "анна@example.test", "a@b.test,c@d.test", "a@b .test", "a@[127.0.0.1]",
    ]) func `what is no address is refused`(address: String) {
        #expect(!MailAddress.isValid(address))
        #expect(throws: MailError.address) { try MailAddress(address: address) }
    }
}
