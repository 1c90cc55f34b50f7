import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// The API of the suite for people to read, generated from the same document that programs get.
struct DocsPage: Sendable {
    static let path = "/docs"

    let document: SuiteDocument
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(.get, Self.path, access: .signedIn, "The API of the suite, to be read.") { request in
                let visit = maker.visit(request)
                let document = try await document(for: request)
                var content = PageContent(
                    visit.say(.apiDocs), path: Self.path, DocsBody(document: document, say: visit.say).html)
                content.actions = .buttonLink("OpenAPI 3.1", "/openapi.json")
                return await maker.page(visit, content)
            }
        ]
    }
}

/// Reads an OpenAPI document as a page.
struct DocsBody {
    private struct Operation {
        let method: String
        let path: String
        let json: JSONValue
    }

    let document: JSONValue
    let say: Presenter

    var html: HTML {
        var blocks: [HTML] = [introduction]
        blocks += (document["x-missing"]?.array ?? []).compactMap(\.string).map { .note("\($0)", .warn) }
        for (group, operations) in groups { blocks.append(card(group, operations)) }
        if let table = document["x-order-transitions"] { blocks += OrderTable(table: table, say: say).blocks }
        return .stack(blocks)
    }

    private var introduction: HTML {
        .note(
            "\(say(Phrase("Программа называет себя ключом: заголовок Authorization: Bearer КЛЮЧ. Ключ делает администратор: crm token create. Отказы приходят как problem+json с постоянным кодом.", "A program names itself by a token: the header Authorization: Bearer TOKEN. An administrator makes one: crm token create. Refusals come as problem+json with a stable code.")))",
            .plain)
    }

    /// By the first part of the path behind the version, in the document's order.
    private var groups: [(String, [Operation])] {
        var order: [String] = []
        var operations: [String: [Operation]] = [:]
        for path in document["paths"]?.object?.members ?? [] {
            let segments = path.key.split(separator: "/")
            let group = String((segments.first == "v1" ? segments.dropFirst().first : segments.first) ?? "")
            if operations[group] == nil { order.append(group) }
            operations[group, default: []] += (path.value.object?.members ?? []).map {
                Operation(method: $0.key.uppercased(), path: path.key, json: $0.value)
            }
        }
        return order.map { ($0, operations[$0] ?? []) }
    }

    private func card(_ group: String, _ operations: [Operation]) -> HTML {
        let columns: [Table.Column] = [
            .init(say(Phrase("Вызов", "Call"))), .init(say(Phrase("Что делает", "What it does")), onPhone: false),
            .init(say(Phrase("Право", "Right"))), .init(say(Phrase("Тело", "Body")), onPhone: false),
            .init(say(Phrase("Ответ", "Answer")), onPhone: false),
        ]
        return .card(group, flush: true, Table(group, columns, operations.map(row)).html)
    }

    private func row(_ operation: Operation) -> Table.Row {
        let parameters = (operation.json["parameters"]?.array ?? []).filter { $0["in"]?.string == "query" }
            .compactMap { $0["name"]?.string }
        let query: HTML? =
            parameters.isEmpty ? nil : "<br><span class=\"muted small\">?\(parameters.joined(separator: "= &")) =</span>"
        let responses = operation.json["responses"]?.object?.members ?? []
        let answer = responses.first { $0.key.hasPrefix("2") }
        return .init([
            "<b>\(operation.method)</b> \(operation.path)\(query)", "\(operation.json["summary"]?.string ?? "")",
            right(operation.json), "\(schema(operation.json["requestBody"]))",
            "\(answer.map { "\($0.key) \(schema($0.value))" } ?? "")",
        ])
    }

    private func right(_ operation: JSONValue) -> HTML {
        if let scope = operation["x-scope"]?.string { return .tag(scope) }
        if operation["security"]?.array?.isEmpty == true { return "\(say(Phrase("без входа", "without signing in")))" }
        return "\(say(Phrase("любой ключ", "any token")))"
    }

    /// The name of the schema in the first kind of content; of a list that of its items.
    private func schema(_ holder: JSONValue?) -> String {
        guard let content = holder?["content"]?.object?.members.first?.value, let schema = content["schema"] else { return "" }
        if let name = Self.name(schema) { return name }
        if let item = (schema["properties"]?["items"]?["items"]).flatMap(Self.name) { return item + "[]" }
        return (schema["allOf"]?.array ?? []).compactMap(Self.name).first ?? ""
    }

    private static func name(_ schema: JSONValue) -> String? {
        schema["$ref"]?.string?.split(separator: "/").last.map(String.init)
    }
}
