import Core
import JSON
import Testing

private struct ThingID: Identifier {
    let id: ID
    init(_ id: ID) { self.id = id }
}

@Suite struct WriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private let id = ID(high: 0x0190_1234_5678_7abc, low: 0x8def_0123_4567_89ab)

    @Test func `writes every kind of value with its commas`() throws {
        let text = written { writer in
            writer.array { writer in
                writer.value("a\"\u{1}é")
                writer.value(Int64.min)
                writer.value(0)
                writer.value(true)
                writer.value(1.5)
                writer.value(1e21)
                writer.value(Double.nan)
                writer.null()
                writer.value(id)
                writer.value(ThingID(id))
                writer.value(Timestamp(microseconds: 1_500_000))
                writer.raw(Array("{\"r\":1}".utf8))
                writer.object { $0.field("k", "v") }
                writer.array { _ in }
                writer.object { _ in }
                writer.value(["x": [1, .null]] as JSONValue)
            }
        }
        #expect(
            text == #"["a\"\u0001é",-9223372036854775808,0,true,1.5,1e+21,null,null,"01901234-5678-7abc-8def-0123456789ab","#
                + #""01901234-5678-7abc-8def-0123456789ab","1970-01-01T00:00:01.500Z",{"r":1},{"k":"v"},[],{},{"x":[1,null]}]"#)
        #expect(try JSONValue.parse(Array(text.utf8)).array?.count == 16)
    }

    @Test func `writes fields and leaves absent ones out`() throws {
        let text = written { writer in
            writer.object { writer in
                writer.field("missing", nil as String?)
                writer.field("text", "x" as String?)
                writer.field("none", nil as ThingID?)
                writer.field("id", ThingID(id))
                writer.field("count", 3)
                writer.field("list", array: ["a", "b"])
                writer.field("ids", array: [ThingID(id)])
                writer.field("empty", array: [] as [String])
                writer.field("noList", array: nil as [String]?)
                writer.field("inner", object: { $0.field("ok", false) })
                writer.field("money", Currency("JPY").map { Money(amount: 5, currency: $0) })
                writer.key("last")
                writer.null()
            }
        }
        #expect(
            text == #"{"text":"x","id":"01901234-5678-7abc-8def-0123456789ab","count":3,"list":["a","b"],"#
                + #""ids":["01901234-5678-7abc-8def-0123456789ab"],"empty":[],"inner":{"ok":false},"#
                + #""money":{"amount":5,"currency":"JPY"},"last":null}"#)
    }

    @Test func `lets an error through`() {
        struct Stop: Error {}
        var writer = JSONWriter()
        #expect(throws: Stop.self) {
            try writer.object { _ in throw Stop() }
        }
    }

    @Test func `writes texts by language as they were read`() {
        #expect(String(decoding: ["": "Tea"].json(), as: UTF8.self) == "\"Tea\"")
        #expect(String(decoding: ["ru": "Чай", "en": "Tea"].json(), as: UTF8.self) == #"{"en":"Tea","ru":"Чай"}"#)
    }

    @Test func `keeps what it parsed`() throws {
        let document = Array(#"{"b":1.0,"a":[-0,1E5,"\n",null,{"c":{}}]}"#.utf8)
        #expect(try JSONValue.parse(document).json() == document)
    }

    @Test func `replaces, adds and removes members`() {
        var object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
        object.set("c", 4)
        object.remove("b")
        object.set("a", 5)
        #expect(JSONValue.object(object) == ["a": 5, "c": 4])
    }
}
