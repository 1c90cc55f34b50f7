import Core
import HTTP
import JSON
import ServiceKit
import Testing

@Suite struct PagingTests {
    @Test(arguments: [[], [""], ["a"], ["Я:1", "", "2:x"], ["\0", String(repeating: "ж", count: 500)]])
    func `a cursor gives back what it was made of`(parts: [String]) throws {
        let cursor = Cursor.encode(parts)
        #expect(cursor.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "+") })
        if !parts.isEmpty { #expect(try Cursor.decode(cursor, parts: parts.count) == parts) }
        #expect(throws: Refusal.self) { try Cursor.decode(cursor, parts: parts.count + 1) }
    }

    @Test(arguments: [
        "", "!", "x", "MQ", Cursor.encode(["a", "b"]), "OTk5OTk5OTk5OTk5OTk5OTk5OTk6YQ", "LTE6YQ", "NTph", "OmE", "MTphYQ",
        String(repeating: "A", count: 5000),
    ])
    func `what no page gave is no cursor`(text: String) {
        let refusal = #expect(throws: Refusal.self) { try Cursor.decode(text, parts: 1) }
        #expect(refusal?.code == "bad-cursor" && refusal?.kind == .malformed)
    }

    @Test(
        arguments: [
            ("", nil, 50), ("?limit=1", nil, 1), ("?limit=200&cursor=abc", "abc", 200), ("?limit=&cursor=", nil, 50),
            ("?cursor=a%20b", "a b", 50),
        ] as [(String, String?, Int)])
    func `a page is asked for by cursor and limit`(query: String, cursor: String?, limit: Int) throws {
        let page = try PageQuery.read(HTTPRequest(method: .get, target: "/" + query))
        #expect(page == PageRequest(cursor: cursor, limit: limit))
    }

    @Test(arguments: ["0", "201", "-1", "1.5", "x", "99999999999999999999", "１"])
    func `a limit that is none is refused`(limit: String) {
        let refusal = #expect(throws: Refusal.self) {
            try PageQuery.read(HTTPRequest(method: .get, target: "/?limit=\(limit)"))
        }
        #expect(refusal?.code == "bad-limit")
    }

    @Test func `a list says where it goes on, and nothing at its end`() async throws {
        let thing = Thing(name: "x")
        let first = HTTPResponse.list(Page(items: [thing, thing], next: "n"))
        #expect(try await first.body.collect(upTo: 1000) == Array(#"{"items":[{"name":"x"},{"name":"x"}],"next":"n"}"#.utf8))
        let last = HTTPResponse.list(Page<Thing>(items: [], next: nil))
        #expect(try await last.body.collect(upTo: 1000) == Array(#"{"items":[]}"#.utf8))
        #expect(HTTPResponse.json(thing, etag: "7").fields["ETag"] == "\"7\"")
    }

    @Test(
        arguments: [
            (#"{"name":"x"}"#, nil), (#"{"name":""}"#, "out-of-range"), (#"{}"#, "missing"), ("", "not-json"),
            ("[]", "wrong-type"),
            (#"{"name":"\#(String(repeating: "x", count: 2000))"}"#, "too-large"),
        ] as [(String, String?)])
    func `a body is read as its shape, or refused with its faults`(body: String, code: String?) async throws {
        let request = HTTPRequest(method: .post, target: "/", body: .bytes(Array(body.utf8)))
        do {
            #expect(try await request.decode(Thing.self, limit: 1000).name == "x")
            #expect(code == nil)
        } catch let refusal as Refusal {
            #expect(refusal.code == code)
        }
    }
}

/// The smallest resource.
struct Thing: Shape, JSONWritable {
    static let shapeName = "Thing"
    let name: String

    init(name: String) {
        self.name = name
    }

    init(_ fields: inout ShapeReader) {
        name = fields.text("name", length: 1...4096, "What it is called.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { $0.field("name", name) }
    }
}
