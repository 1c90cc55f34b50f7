import Testing

@testable import HTTP

@Suite struct ResponseParserTests {
    private static let whole: [(String, String)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc"),
        ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", ""),
        ("HTTP/1.1 204 No Content\r\n\r\n", ""),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", ""),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nT: v\r\n\r\n", "abcde"),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", "a"),
    ]

    @Test(arguments: whole) func `reads a response however it is cut`(text: String, body: String) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            let parsed = ParsedMessages(response: bytes, cuts: [cut])
            #expect(parsed.refusal == nil)
            #expect(parsed.messages.first?.isWhole == true)
            #expect(parsed.messages.first?.body == Array(body.utf8))
        }
    }

    @Test(arguments: [
        "HTTP/2 200\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 200 O\0K\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `refuses what is ambiguous or malformed`(text: String) {
        #expect(ParsedMessages(response: Array(text.utf8)).refusal != nil)
    }

    @Test func `a response to HEAD has no body whatever it says`() {
        let parsed = ParsedMessages(response: Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n".utf8), answersHead: true)
        #expect(parsed.messages.first?.isWhole == true)
    }

    @Test func `the end of the connection ends only a body without a length`() {
        let open = ParsedMessages(response: Array("HTTP/1.0 200 OK\r\n\r\nabc".utf8), closes: true)
        #expect(open.messages.first?.isWhole == true)
        #expect(open.messages.first?.body == Array("abc".utf8))
        let cut = ParsedMessages(response: Array("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc".utf8), closes: true)
        #expect(cut.messages.first?.isWhole == false)
    }

    @Test func `endless interim responses are refused`() {
        let text = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 20)
        #expect(ParsedMessages(response: Array(text.utf8)).refusal != nil)
    }
}
