import JSON
import Testing

@Suite struct PointerTests {
    /// RFC 6901, section 5.
    @Test(
        arguments: [
            ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4),
            ("/i\\j", 5),
            ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
        ] as [(String, JSONValue)])
    func `finds what the RFC's example holds`(text: String, value: JSONValue) throws {
        let document: JSONValue = [
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
        ]
        let pointer = try #require(JSONPointer(text))
        #expect(document[pointer] == value)
        #expect(JSONPointer(tokens: pointer.tokens) == pointer)
        #expect(document[JSONPointer.root] == document)
    }

    @Test(arguments: [
        "/foo/2", "/foo/-", "/foo/00", "/foo/-1", "/foo/+1", "/foo/", "/bar", "/foo/0/x", "/foo/99999999999999999999",
    ])
    func `finds nothing elsewhere`(text: String) throws {
        let document: JSONValue = ["foo": ["bar", "baz"]]
        #expect(document[try #require(JSONPointer(text))] == nil)
    }

    @Test(arguments: ["foo", "/~", "/~2", "/a~", "~0"])
    func `refuses what is no pointer`(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test func `escapes tilde and slash, in that order`() {
        let pointer = JSONPointer.root.appending("lines").appending(3).appending("a/b~c~1")
        #expect(pointer.description == "/lines/3/a~1b~0c~01")
        #expect(pointer.tokens == ["lines", "3", "a/b~c~1"])
        #expect(JSONPointer.root.description == "")
        #expect(JSONPointer.root.tokens == [])
        #expect(JSONPointer.root.appending("").tokens == [""])
    }

    @Test func `goes on by a path`() {
        let pointer = JSONPointer.root.appending("order")
        #expect(pointer.appending(path: "").description == "/order")
        #expect(pointer.appending(path: "lines/0").description == "/order/lines/0")
        #expect(pointer.appending(path: "/lines/0").description == "/order/lines/0")
    }
}
