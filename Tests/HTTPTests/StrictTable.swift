import Testing

/// Requests as bytes, with what a strict server answers: 0 stands for none at all, until the client goes on.
struct StrictCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let statuses: [Int]

    init(_ name: String, _ text: String, _ statuses: Int...) {
        self.name = name
        bytes = Array(text.utf8)
        self.statuses = statuses
    }

    var testDescription: String { name }

    private static let get = "GET /a HTTP/1.1\r\nHost: a\r\n"
    private static let post = "POST /a HTTP/1.1\r\nHost: a\r\n"
    private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

    static let accepted = [
        StrictCase("plain GET", get + "\r\n", 200),
        StrictCase("three pipelined", get + "\r\n" + get + "\r\n" + get + "\r\n", 200, 200, 200),
        StrictCase("POST and GET pipelined", post + "Content-Length: 3\r\n\r\nabc" + get + "\r\n", 200, 200),
        StrictCase("chunked and GET pipelined", chunked + "3\r\nabc\r\n0\r\n\r\n" + get + "\r\n", 200, 200),
        StrictCase("chunked with extension and trailer", chunked + "3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n", 200),
        StrictCase("an empty line before the request", "\r\n" + get + "\r\n", 200),
        StrictCase("empty chunked body", chunked + "0\r\n\r\n", 200),
        StrictCase("length zero", post + "Content-Length: 0\r\n\r\n", 200),
        StrictCase("GET with a body", get + "Content-Length: 2\r\n\r\nab", 200),
        StrictCase("HTTP/1.0 without Host", "GET /a HTTP/1.0\r\n\r\n", 200),
        StrictCase("HTTP/1.0 kept alive", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /a HTTP/1.0\r\n\r\n", 200, 200),
        StrictCase("absolute target with the same host", "GET http://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        StrictCase(
            "methods that a handler refuses", "TRACE /a HTTP/1.1\r\nHost: a\r\n\r\nQUERY /a HTTP/1.1\r\nHost: a\r\n\r\n", 200, 200
        ),
        StrictCase("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        StrictCase(
            "upgrade not taken", get + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n\r\n", 200),
        StrictCase("UTF-8 in a value", get + "X: é\r\n\r\n", 200),
    ]

    static let refused = [
        StrictCase(
            "length and coding", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
        StrictCase(
            "coding and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
        StrictCase("two equal lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
        StrictCase("two different lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        StrictCase("length as a list", post + "Content-Length: 3,3\r\n\r\nabc", 400),
        StrictCase("length with a sign", post + "Content-Length: +3\r\n\r\nabc", 400),
        StrictCase("negative length", post + "Content-Length: -3\r\n\r\nabc", 400),
        StrictCase("hexadecimal length", post + "Content-Length: 0x3\r\n\r\nabc", 400),
        StrictCase("empty length", post + "Content-Length: \r\n\r\nabc", 400),
        StrictCase("huge length", post + "Content-Length: 99999999999999999999\r\n\r\nabc", 400),
        StrictCase("folded line", get + "X: a\r\n b\r\n\r\n", 400),
        StrictCase("folded first line", "GET /a HTTP/1.1\r\n Host: a\r\n\r\n", 400),
        StrictCase("bare line feeds", "GET /a HTTP/1.1\nHost: a\n\n", 400),
        StrictCase("bare line feed in a field", get + "X: a\nY: b\r\n\r\n", 400),
        StrictCase("bare carriage return in a value", get + "X: a\rb\r\n\r\n", 400),
        StrictCase("space before the colon", get + "X : a\r\n\r\n", 400),
        StrictCase("no colon", get + "X\r\n\r\n", 400),
        StrictCase("no name", get + ": a\r\n\r\n", 400),
        StrictCase("NUL in a value", get + "X: a\0b\r\n\r\n", 400),
        StrictCase("DEL in a value", get + "X: a\u{7f}b\r\n\r\n", 400),
        StrictCase("no Host", "GET /a HTTP/1.1\r\n\r\n", 400),
        StrictCase("empty Host", "GET /a HTTP/1.1\r\nHost:\r\n\r\n", 400),
        StrictCase("Host with a path", "GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        StrictCase("two Hosts", get + "Host: a\r\n\r\n", 400),
        StrictCase("two Hosts in HTTP/1.0", "GET /a HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        StrictCase("unknown coding", post + "Transfer-Encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 501),
        StrictCase("two codings", post + "Transfer-Encoding: chunked, identity\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 501),
        StrictCase("gzip and chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        StrictCase("coding twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        StrictCase("coding in HTTP/1.0", "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        StrictCase("chunk size 0x3", chunked + "0x3\r\nabc\r\n0\r\n\r\n", 400),
        StrictCase("chunk size with a blank", chunked + "3 \r\nabc\r\n0\r\n\r\n", 400),
        StrictCase("chunk without size", chunked + "\r\nabc\r\n0\r\n\r\n", 400),
        StrictCase("chunk with bare line feeds", chunked + "3\nabc\n0\n\n", 400),
        StrictCase("chunk size out of range", chunked + "fffffffffffffffff\r\nabc\r\n0\r\n\r\n", 400),
        StrictCase("chunk longer than its size", chunked + "3\r\nabcd\r\n0\r\n\r\n", 400),
        StrictCase("control character in an extension", chunked + "3;a\u{1}\r\nabc\r\n0\r\n\r\n", 400),
        StrictCase("malformed trailer", chunked + "0\r\nX : a\r\n\r\n", 400),
        StrictCase("folded trailer", chunked + "0\r\nX: a\r\n b\r\n\r\n", 400),
        StrictCase("head of 20 kB", get + "X: " + String(repeating: "a", count: 20_000) + "\r\n\r\n", 431),
        StrictCase("head of 20 kB without an end", get + "X: " + String(repeating: "a", count: 20_000), 431),
        StrictCase("101 fields", get + (0..<100).map { "X\($0): a\r\n" }.joined() + "\r\n", 431),
        StrictCase("target of 9 kB", "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        StrictCase("HTTP/2.0", "GET /a HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        StrictCase("HTTP/1.2", "GET /a HTTP/1.2\r\nHost: a\r\n\r\n", 505),
        StrictCase("lower-case version", "GET /a http/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("HTTP/0.9", "GET /a\r\n\r\n", 400),
        StrictCase("lower-case method", "get /a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("unknown method", "BREW /a HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        StrictCase("two blanks", "GET  /a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("control character in the target", "GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("byte over 127 in the target", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("fragment in the target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("absolute target with another host", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        StrictCase("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        StrictCase("TLS to the plain port", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\r\n\r\n", 400),
        StrictCase("unknown expectation", post + "Expect: magic\r\nContent-Length: 1\r\n\r\na", 417),
        StrictCase("two empty lines before the request", "\r\n\r\n" + get + "\r\n", 400),
    ]
}
