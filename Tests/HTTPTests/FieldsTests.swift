import HTTP
import Testing

@Suite struct FieldsTests {
    @Test func `finds a field without regard to case`() {
        let fields: HTTPFields = [("Content-Type", "text/plain"), ("X-A", "1"), ("x-a", "2")]
        #expect(fields["content-TYPE"] == "text/plain")
        #expect(fields.values("X-A") == ["1", "2"])
        #expect(fields["absent"] == nil)
    }

    @Test func `keeps the order and the spelling`() {
        let fields: HTTPFields = ["B": "1", "a": "2", "C": ""]
        #expect(fields.map(\.name) == ["B", "a", "C"])
        #expect(fields.map(\.value) == ["1", "2", ""])
    }

    @Test func `setting replaces every value and nil removes them`() {
        var fields: HTTPFields = [("A", "1"), ("B", "2"), ("a", "3")]
        fields["A"] = "4"
        #expect(fields.values("a") == ["4"])
        fields["b"] = nil
        #expect(!fields.contains("B"))
        #expect(fields.count == 1)
    }

    @Test func `fields made beforehand take the place of those of their names`() {
        var fields: HTTPFields = [("A", "1"), ("b", "2"), ("C", "3"), ("B", "4")]
        let shared = fields
        var made: HTTPFields = [("X", "0"), ("B", "5"), ("D", "6")]
        made["X"] = nil
        fields.replace(by: made)
        #expect(fields.map { "\($0.name)=\($0.value)" } == ["A=1", "C=3", "B=5", "D=6"])
        #expect(shared.values("B") == ["2", "4"])
        fields.replace(by: [("A", "x\ny")])
        #expect(fields.invalidName == "A")
    }

    @Test func `tells of a rate limit as the draft has it`() {
        var fields: HTTPFields = [("A", "1")]
        fields.append(RateLimitFields(policy: "token", quota: 10_000, seconds: 2), remaining: 9998, seconds: 1)
        #expect(fields["ratelimit-policy"] == "\"token\";q=10000;w=2")
        #expect(fields["ratelimit"] == "\"token\";r=9998;t=1")
        fields["RateLimit-Policy"] = nil
        fields.append("B", "2")
        #expect(fields.map { "\($0.name): \($0.value)" } == ["A: 1", "RateLimit: \"token\";r=9998;t=1", "B: 2"])
        #expect(fields.invalidName == nil)
    }

    @Test func `tells how a value begins`() {
        let fields: HTTPFields = [("Content-Type", "text/html; charset=utf-8"), ("Content-Type", "other")]
        #expect(fields.begins("content-type", with: "text/html"))
        #expect(!fields.begins("content-type", with: "text/html; charset=utf-8; x"))
        #expect(!fields.begins("content-type", with: "other"))
        #expect(!fields.begins("absent", with: ""))
    }

    @Test func `cuts blanks round a value`() {
        #expect(HTTPFields([("A", " \t x y \t")])["a"] == "x y")
    }

    @Test(arguments: [
        ("A", "x\r\nSet-Cookie: evil=1"), ("A", "x\ny"), ("A", "x\0"), ("A", "\u{7f}"), ("A:", "x"), ("A b", "x"), ("", "x"),
        ("Ä", "x"),
    ])
    func `takes in no field that would break the message`(name: String, value: String) {
        var fields: HTTPFields = ["Good": "1"]
        fields.append(name, value)
        #expect(fields.count == 1)
        #expect(fields.invalidName == name)
    }

    @Test func `removes the fields of the connection and those it names`() {
        var fields: HTTPFields = [
            ("Connection", "close, X-Mine"), ("Keep-Alive", "timeout=5"), ("TE", "trailers"), ("Transfer-Encoding", "chunked"),
            ("Upgrade", "h2c"), ("x-mine", "1"), ("Host", "a"), ("X-Other", "2"), ("Connection", "host"),
        ]
        fields.removeHopByHop()
        #expect(fields.map(\.name) == ["Host", "X-Other"])
    }

    @Test func `reads cookies and queries`() {
        let request = HTTPRequest(
            method: .get, target: "/a%20b?x=1&y=%41+b&x=2&flag&bad=%zz",
            fields: ["Cookie": "one=1; two=a=b", "cookie": "three=3"])
        #expect(request.cookie("two") == "a=b")
        #expect(request.cookie("three") == "3")
        #expect(request.cookie("four") == nil)
        #expect(request.path == "/a%20b")
        #expect(request.query.all("x") == ["1", "2"])
        #expect(request.query.first("y") == "A b")
        #expect(request.query.first("flag") == "")
        #expect(request.query.first("bad") == "%zz")
        #expect(request.query.first("none") == nil)
    }
}
