import Core
import HTTP
import JSON

/// A view that somebody wants to keep.
struct SavedViewRequest: Shape {
    static let shapeName = "SavedViewRequest"
    let list: ListName
    let content: SavedView.Content

    init(_ fields: inout ShapeReader) {
        list = fields.list()
        content = fields.viewContent(of: list)
    }
}

/// Whether the list opens with a view.
struct DefaultViewRequest: Shape {
    static let shapeName = "DefaultViewRequest"
    let isDefault: Bool

    init(_ fields: inout ShapeReader) {
        isDefault = fields.boolean("default", "Whether the list opens with it from now on.")
    }
}

/// A view of a list, as whoever asks has it.
struct SavedViewResource: Shape, JSONWritable {
    static let shapeName = "SavedView"
    let seen: KeepViews.Seen

    init(_ seen: KeepViews.Seen) { self.seen = seen }

    init(_ fields: inout ShapeReader) {
        let id = fields.id("id")
        let list = fields.list()
        let content = fields.viewContent(of: list)
        seen = KeepViews.Seen(
            view: SavedView(
                id: id, list: list, owner: fields.id("ownerID", "Who made it."), content: content,
                version: fields.integer("version", in: 1...Int64.max, "Its ETag.")),
            ownerName: fields.text("ownerName"), isOwn: false,
            mayChange: fields.boolean("changeable", "Whether the caller may change and remove it."),
            isDefault: fields.boolean("default", "Whether the caller's list opens with it."))
    }

    func write(to writer: inout JSONWriter) {
        let (view, content) = (seen.view, seen.view.content)
        writer.object { writer in
            writer.field("id", view.id)
            writer.field("list", view.list.rawValue)
            writer.field("name", content.name)
            writer.field("query", content.query)
            writer.field("columns", array: content.columns)
            writer.field("audience", content.audience.name)
            writer.field("unitID", content.audience.unit)
            writer.field("ownerID", view.owner)
            writer.field("ownerName", seen.ownerName)
            writer.field("changeable", seen.mayChange)
            writer.field("default", seen.isDefault)
            writer.field("version", view.version)
        }
    }
}

extension SavedView.Audience {
    static let names = ["own", "unit", "all"]

    var name: String {
        switch self {
        case .own: "own"
        case .unit: "unit"
        case .all: "all"
        }
    }

    var unit: ID? {
        if case .unit(let id) = self { id } else { nil }
    }
}

enum ViewQuery {
    /// The parameters that a view of the list is made of, each once and in their order; `nil` where one is none of it.
    static func normal(_ text: String, for list: ListName) -> String? {
        let items = HTTPQuery(text).items
        guard items.allSatisfy({ list.parameters.contains($0.name) }) else { return nil }
        return list.parameters.compactMap { name in
            items.first { $0.name == name }.flatMap { item in
                item.value.isEmpty ? nil : "\(name)=\(PercentText.encoded(item.value))"
            }
        }.joined(separator: "&")
    }
}

extension ShapeReader {
    fileprivate mutating func list() -> ListName {
        ListName(rawValue: choice("list", among: ListName.allCases.map(\.rawValue))) ?? .customers
    }

    fileprivate mutating func viewContent(of list: ListName) -> SavedView.Content {
        let name = text("name", length: SavedView.nameLengths)
        let query = optionalText(
            "query", length: 0...SavedView.longestQuery,
            "As behind the question mark of the list's page: owner=me&sort=-lastOrderAt.")
        let normal = ViewQuery.normal(query ?? "", for: list)
        if normal == nil {
            fault(
                at: "query", code: "out-of-range",
                detail: "A view of \(list.rawValue) is made of \(list.parameters.joined(separator: ", ")).")
        }
        let columns = optionalTexts("columns", count: 0...20, length: 1...30, "In place of those that each person has chosen.")
        let audience = optionalChoice(
            "audience", among: SavedView.Audience.names, "own when absent; unit: the people of unitID and of all units below.")
        let unit = optionalID("unitID", "With the audience unit.")
        if audience == "unit", unit == nil {
            fault(at: "unitID", code: "missing", detail: "With the audience unit, say which.")
        }
        return SavedView.Content(
            name: name, query: normal ?? "", columns: columns ?? [],
            audience: audience == "all" ? .all : audience == "unit" ? unit.map { .unit($0) } ?? .own : .own)
    }
}
