import HTML
import JSON
import Pages
import Presentation

/// An OpenAPI document as people read it: calls by resource, each with its right, what goes in and what comes out.
struct DocsBody {
    private struct Operation {
        let method: String
        let path: String
        let json: JSONValue
    }

    let document: JSONValue
    let say: Presenter

    var html: HTML {
        var blocks: [HTML] = [.note("\(say(.howProgramsSignIn))", .plain)]
        blocks += (document["x-missing"]?.array ?? []).compactMap(\.string).map { .note("\($0)", .warn) }
        blocks += groups.map { name, operations in .card(name, .stack(operations.map(line))) }
        if let table = document["x-order-transitions"] { blocks += OrderTable(table: table, say: say).blocks }
        return .stack(blocks)
    }

    /// By the first part of the path behind the version, in the document's order; what has no version comes last.
    private var groups: [(String, [Operation])] {
        var order: [String] = []
        var operations: [String: [Operation]] = [:]
        let paths = document["paths"]?.object?.members ?? []
        for path in paths.filter({ $0.key.hasPrefix("/v1/") }) + paths.filter({ !$0.key.hasPrefix("/v1/") }) {
            let segments = path.key.split(separator: "/")
            let group = String((segments.first == "v1" ? segments.dropFirst().first : segments.first) ?? "")
            if operations[group] == nil { order.append(group) }
            operations[group, default: []] += (path.value.object?.members ?? []).map {
                Operation(method: $0.key.uppercased(), path: path.key, json: $0.value)
            }
        }
        return order.map { ($0, operations[$0] ?? []) }
    }

    private func line(_ operation: Operation) -> HTML {
        """
        <div><p><b>\(operation.method)</b> \(operation.path) \(right(operation.json))</p>\
        <p>\(operation.json["summary"]?.string ?? "")</p><p class="muted small">\(details(operation.json))</p></div>
        """
    }

    /// What may stand in the query, what goes in, what comes out.
    private func details(_ operation: JSONValue) -> String {
        let query = (operation["parameters"]?.array ?? []).filter { $0["in"]?.string == "query" }
            .compactMap { $0["name"]?.string }
        let answer = (operation["responses"]?.object?.members ?? []).first { $0.key.hasPrefix("2") }
        let parts = [
            query.isEmpty ? "" : say(.queryOf, query.joined(separator: ", ")),
            schema(operation["requestBody"]).map { say(.bodyOf, $0) },
            answer.map { say(.answerOf, [$0.key, schema($0.value)].compactMap(\.self).joined(separator: " ")) },
        ]
        return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func right(_ operation: JSONValue) -> HTML {
        if let scope = operation["x-scope"]?.string { return .tag(scope, icon: .lock) }
        return operation["security"]?.array?.isEmpty == true ? .tag(say(.forAnybody)) : .tag(say(.forAnyToken), icon: .lock)
    }

    /// The name of the schema in the first kind of content; of a list that of its items.
    private func schema(_ holder: JSONValue?) -> String? {
        guard let schema = holder?["content"]?.object?.members.first?.value["schema"] else { return nil }
        if let name = Self.name(schema) { return name }
        if let item = (schema["properties"]?["items"]?["items"]).flatMap(Self.name) { return item + "[]" }
        return (schema["allOf"]?.array ?? []).compactMap(Self.name).first
    }

    private static func name(_ schema: JSONValue) -> String? {
        schema["$ref"]?.string?.split(separator: "/").last.map(String.init)
    }
}

extension Phrase {
    fileprivate static let howProgramsSignIn = Phrase(
        "Программа называет себя ключом: заголовок Authorization: Bearer КЛЮЧ. Ключ делает администратор: crm token create. "
            + "Отказы приходят как problem+json с постоянным кодом.",
        "A program names itself by a token: the header Authorization: Bearer TOKEN. An administrator makes one: crm token create. "
            + "Refusals come as problem+json with a stable code.")
    fileprivate static let queryOf = Phrase("Запрос: {1}", "Query: {1}")
    fileprivate static let bodyOf = Phrase("Тело: {1}", "Body: {1}")
    fileprivate static let answerOf = Phrase("Ответ: {1}", "Answer: {1}")
    fileprivate static let forAnybody = Phrase("без входа", "without signing in")
    fileprivate static let forAnyToken = Phrase("любой ключ", "any token")
}
