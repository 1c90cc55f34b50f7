import Audit
import Core
import HTTP
import JSON
import ServiceKit
import Testing

@Suite struct OpenAPITests {
    private let routes = [
        Route(
            .get, "/v1/boxes", access: .scope("boxes:read"), audit: .none("A test."), "Boxes.", query: PageQuery.parameters,
            response: Box.self, list: true
        ) { _ in .empty() },
        Route(
            .post, "/v1/boxes", access: .signedIn, audit: .none("A test."), "Make one.", headers: [.idempotencyKey],
            request: Box.self, response: Box.self, status: 201
        ) { _ in
            .empty()
        },
        Route(
            .get, "/v1/boxes/{id}/files/{rest*}", access: .open, audit: .none("A test."), "A file.",
            extra: ["description": "More words.", "summary": "Other words."]
        ) { _ in .empty() },
    ]

    private var document: JSONValue {
        OpenAPIDocument.make(
            title: "Test", version: "1.2", routes: routes, components: ["x-table": ["a": 1], "Extra": ["type": "string"]])
    }

    @Test func `the document says what the routes do`() throws {
        #expect(document["openapi"] == "3.1.0")
        #expect(document["info"] == ["title": "Test", "version": "1.2"])
        let list = try #require(document["paths"]?["/v1/boxes"]?["get"])
        #expect(list["x-scope"] == "boxes:read" && list["operationId"] == "getV1Boxes")
        #expect(list["security"] == [["bearer": ["boxes:read"]], ["session": ["boxes:read"]]])
        #expect(list["parameters"]?.array?.compactMap { $0["name"]?.string } == ["cursor", "limit"])
        let items = list["responses"]?["200"]?["content"]?["application/json"]?["schema"]?["properties"]?["items"]
        #expect(items?["items"]?["$ref"] == "#/components/schemas/Box")
        let made = try #require(document["paths"]?["/v1/boxes"]?["post"])
        #expect(made["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"] == "#/components/schemas/Box")
        #expect(made["responses"]?.object?.members.map(\.key) == ["200", "201", "default"])
        #expect(made["responses"]?["200"]?["content"] == made["responses"]?["201"]?["content"])
        let parameter = made["parameters"]?.array?.first
        #expect(parameter?["name"] == "Idempotency-Key" && parameter?["required"] == true)
        #expect(parameter?["schema"]?["pattern"] == "^[!-~]{1,200}$")
        let limit = list["parameters"]?.array?.last
        #expect(limit?["schema"] == ["type": "integer", "minimum": 1, "maximum": 200] && limit?["required"] == false)
        let file = try #require(document["paths"]?["/v1/boxes/{id}/files/{rest}"]?["get"])
        #expect(file["security"] == [] && file["summary"] == "Other words." && file["description"] == "More words.")
        #expect(file["parameters"]?.array?.map { $0["in"] } == ["path", "path"])
        #expect(document["x-table"] == ["a": 1] && document["components"]?["schemas"]?["Extra"] != nil)
    }

    @Test func `every reference resolves, also of shapes within shapes, and of what was merged`() throws {
        let other = OpenAPIDocument.make(
            title: "Other", version: "1",
            routes: [
                Route(.get, "/v1/things", access: .open, audit: .none("A test."), "Things.", response: Thing.self) { _ in .empty()
                }
            ], components: [:]
        )
        for whole in [document, OpenAPIDocument.merge(title: "All", version: "1", parts: [document, other])] {
            var references: [String] = []
            Self.collect(whole, &references)
            #expect(references.contains("#/components/schemas/Thing") && references.contains("#/components/schemas/Problem"))
            for reference in references {
                #expect(whole[try #require(JSONPointer(String(reference.dropFirst())))] != nil, "\(reference)")
            }
        }
    }

    @Test func `documents are merged operation by operation, and the first one wins`() throws {
        let first = OpenAPIDocument.make(
            title: "A", version: "1",
            routes: [Route(.get, "/v1/boxes", access: .open, audit: .none("A test."), "First.") { _ in .empty() }],
            components: ["x-table": "first"])
        let merged = OpenAPIDocument.merge(title: "All", version: "2", parts: [first, document])
        #expect(merged["paths"]?["/v1/boxes"]?["get"]?["summary"] == "First.")
        #expect(merged["paths"]?["/v1/boxes"]?["post"]?["summary"] == "Make one.")
        #expect(merged["paths"]?["/v1/boxes/{id}/files/{rest}"] != nil)
        #expect(merged["x-table"] == "first" && merged["info"] == ["title": "All", "version": "2"])
        #expect(merged["components"]?["securitySchemes"]?["bearer"] != nil)
        #expect(OpenAPIDocument.merge(title: "None", version: "1", parts: ["x", [:], ["paths": []]])["paths"] == [:])
    }

    @Test func `the same routes give the same bytes`() {
        let turned = OpenAPIDocument.make(
            title: "Test", version: "1.2", routes: routes.reversed(),
            components: ["Extra": ["type": "string"], "x-table": ["a": 1]])
        #expect(turned.json() == document.json())
    }

    private static func collect(_ value: JSONValue, _ references: inout [String]) {
        for member in value.object?.members ?? [] {
            if member.key == "$ref", let reference = member.value.string { references.append(reference) }
            collect(member.value, &references)
        }
        for element in value.array ?? [] { collect(element, &references) }
    }
}

/// A shape with others inside.
struct Box: Shape {
    static let shapeName = "Box"
    let things: [Thing]

    init(_ fields: inout ShapeReader) {
        things = fields.objects("things", Thing.self, count: 0...9)
    }
}
