import Database
import JSON
import Orders
import ServiceKit
import TestKit
import Testing

struct IntakeReadingTests {
    @Test(arguments: [
        ("[]", [] as [String]), (" [ 1 , \"a,]\\\"\" ,{\"b\":[1,{}]} ]\n", ["1", "\"a,]\\\"\"", "{\"b\":[1,{}]}"]),
        ("[[1],[2]]", ["[1]", "[2]"]), ("[nonsense, {\"a\" 1}]", ["nonsense", "{\"a\" 1}"]), ("[a b]", ["a b"]),
    ])
    func `takes a batch apart`(text: String, parts: [String]) {
        let bytes = Array(text.utf8)
        #expect(IntakeSlices.elements(of: bytes)?.map { String(decoding: bytes[$0], as: UTF8.self) } == parts)
    }

    @Test(arguments: ["", "{}", "[", "[1", "[1,", "[1,]", "[,1]", "[1]2", "[\"a]", "[1}", "1", "[\"\\", "[{]"])
    func `takes nothing else for a batch`(text: String) {
        #expect(IntakeSlices.elements(of: Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("{\"data\":{\"a\":1}}", "{\"a\":1}"), ("{\"x\":{\"data\":1},\"y\":\"\\\"data\\\":2\", \"data\" : [ 3 ] }", "[ 3 ]"),
        ("{\"data\":null,\"z\":1}", "null"), ("{\"a\":1}", nil), ("{}", nil), ("{\"d\\u0061ta\":1}", nil),
    ])
    func `finds the data as it was written`(text: String, data: String?) {
        let bytes = Array(text.utf8)
        #expect(IntakeSlices.member("data", of: bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == data)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a%20b%22%25", "a b\"%"), ("%D0%B8%d0%b4", "ид"), ("\"quoted \\\"x\\\" \\\\\"", "quoted \"x\" \\"),
        ("100%", "100%"), ("%zz%2", "%zz%2"), ("%2525", "%25"), ("%ff", "\u{fffd}"), ("\"", "\""),
    ])
    func `decodes header values by CloudEvents' binding`(value: String, decoded: String) {
        #expect(IntakeHeader.decoded(value) == decoded)
    }

    @Test(arguments: [
        ("application/json", true), ("Application/JSON ; charset=utf-8", true), ("application/vnd.shop+json", true),
        ("text/plain", false), ("application/jsonp", false), ("", false),
    ])
    func `knows JSON by its media type`(type: String, isJSON: Bool) {
        #expect(IntakeHeader.isJSON(type) == isJSON)
    }

    @Test func `the docs of the doors are whole: every type's data, every code's place, no reference to nothing`() async throws {
        let module = try await IntakeHarness(.sqlite).module
        let document = OpenAPIDocument.make(title: "t", version: "1", routes: module.routes, components: module.components)
        let schemas = try #require(document["components"]?["schemas"]?.object)
        #expect(document["x-order-transitions"]?["events"]?.array?.count == 7)
        for type in ShopEvent.types {
            let shape = try #require(ShopEvent.shape(of: type))
            #expect(schemas[shape.shapeName]?["properties"] != nil)
        }
        var missing: [String] = []
        func visit(_ value: JSONValue) {
            if let name = value["$ref"]?.string?.split(separator: "/").last, schemas[String(name)] == nil {
                missing.append(String(name))
            }
            for element in value.array ?? [] { visit(element) }
            for member in value.object?.members ?? [] { visit(member.value) }
        }
        visit(document)
        #expect(missing == [])
        let content = document["paths"]?["/v1/events"]?["post"]?["requestBody"]?["content"]?.object
        #expect(content?.members.count == 3)
    }
}
