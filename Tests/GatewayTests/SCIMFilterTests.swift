import JSON
import Testing

@testable import Gateway

@Suite struct SCIMFilterTests {
    private static func path(_ attribute: String, _ part: String? = nil, _ element: DirectoryFilter? = nil) -> DirectoryPath {
        DirectoryPath(attribute: attribute, element: element, part: part)
    }

    private static func isEqual(_ attribute: String, _ value: JSONValue, _ part: String? = nil) -> DirectoryFilter {
        .compare(path(attribute, part), .equals, value)
    }

    @Test(
        arguments: [
            (#"userName eq "bjensen""#, isEqual("username", "bjensen")),
            (#"USERNAME Eq "b\"j \u00e4""#, isEqual("username", "b\"j ä")),
            (#"name.familyName co "O'Malley""#, .compare(path("name", "familyname"), .contains, "O'Malley")),
            (#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#, .compare(path("username"), .startsWith, "J")),
            (#"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName pr"#, .present(path("name", "givenname"))),
            ("title pr", .present(path("title"))), ("active eq true", isEqual("active", true)),
            ("x eq null", isEqual("x", .null)),
            ("n eq -1.5", isEqual("n", .number(JSONNumber(text: "-1.5")!))),
            (#"a eq "1" and b eq "2" or c eq "3""#, .or(.and(isEqual("a", "1"), isEqual("b", "2")), isEqual("c", "3"))),
            (#"a eq "1" and (b eq "2" or c eq "3")"#, .and(isEqual("a", "1"), .or(isEqual("b", "2"), isEqual("c", "3")))),
            (#"not (a eq "1") and b pr"#, .and(.not(isEqual("a", "1")), .present(path("b")))),
            (#"not eq "1""#, isEqual("not", "1")),
            (
                #"emails[type eq "work" and primary eq true].value eq "a@b.c""#,
                .compare(path("emails", "value", .and(isEqual("type", "work"), isEqual("primary", true))), .equals, "a@b.c")
            ),
            (#"  externalId   eq   "7"  "#, isEqual("externalid", "7")), ("members.$ref pr", .present(path("members", "$ref"))),
        ] as [(String, DirectoryFilter)])
    func `a filter is read as RFC 7644 writes it`(text: String, filter: DirectoryFilter) throws {
        #expect(try DirectoryFilterParser.filter(text) == filter)
    }

    @Test(arguments: [
        "", " ", "userName", "userName eq", #"userName eq "a"#, "userName eq a", #"userName xx "a""#, #"eq "a""#, #"(a eq "1""#,
        #"a eq "1")"#, #"a eq "1" and"#, #"a eq "1" b eq "2""#, #"a eq ["1"]"#, #"a eq {"b":1}"#,
        #"emails[type eq "work".value pr"#,
        "emails[].value pr", #"a..b eq "1""#, #".a eq "1""#, #"1a eq "1""#, #"a eq "1" and and b pr"#, #"not a eq "1""#,
        "a eq \"\u{0}\"", #"a'b eq "1""#, "a pr; drop table users",
        String(repeating: "(", count: 20) + "a pr" + String(repeating: ")", count: 20),
        String(repeating: "a[", count: 900) + "b pr", String(repeating: "a pr and ", count: 400) + "a pr",
    ])
    func `what is none is refused`(text: String) {
        #expect(throws: DirectoryRefusal.self) { try DirectoryFilterParser.filter(text) }
    }

    @Test(
        arguments: [
            (#"members[value eq "7"]"#, path("members", nil, isEqual("value", "7"))),
            ("name.givenName", path("name", "givenname")),
            (#"emails[type eq "work"].value"#, path("emails", "value", isEqual("type", "work"))), ("active", path("active")),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", path("department")),
            ("urn:ietf:params:scim:schemas:core:2.0:User:name.familyName", path("name", "familyname")),
        ] as [(String, DirectoryPath)])
    func `a path is read as RFC 7644 writes it`(text: String, wanted: DirectoryPath) throws {
        #expect(try DirectoryFilterParser.path(text) == wanted)
    }

    @Test(arguments: ["", "members[", "members[value eq \"7\"", "a b", "a.", "a[b pr]c"])
    func `what is no path is refused`(text: String) {
        #expect(throws: DirectoryRefusal.self) { try DirectoryFilterParser.path(text) }
    }
}
