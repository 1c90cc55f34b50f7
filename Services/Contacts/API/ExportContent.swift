package import JSON

package enum ExportFormat: String, Sendable, CaseIterable {
    case csv, ndjson

    package var mediaType: String { self == .csv ? "text/csv; charset=utf-8" : "application/x-ndjson" }
}

/// What of a customer an export holds, in the order of a table.
package enum ExportColumn: String, Sendable, CaseIterable {
    case id, kind, name, owner, unit, language, emails, phones, taxIds, shopIds, addresses, consents, interests, orders
    case lastOrderAt, createdAt, changedAt, version, hidden

    /// The members of an Account that stand for it.
    package var members: [String] {
        switch self {
        case .owner: ["ownerID", "ownerName"]
        case .unit: ["unitID", "unitName"]
        case .shopIds: ["shopIdentities"]
        case .hidden: ["access", "hidden"]
        default: [rawValue]
        }
    }

    package static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

/// What an export is of: which customers, what of them, and in which form.
package struct ExportContent: Hashable, Sendable {
    /// What customers are looked for by, as in their list; all of them when `nil`.
    package let text: String?
    /// Which of them; any when it is empty.
    package let filter: CustomerFilter
    /// In the order of the table, the id always among them: an export goes on behind any line by it.
    package let columns: [ExportColumn]
    package let format: ExportFormat

    /// `columns` `nil`: all. Of a text no more is looked at than its first 100 characters.
    package init(
        text: String?, filter: CustomerFilter = CustomerFilter(), columns: Set<ExportColumn>?, format: ExportFormat
    ) {
        self.filter = filter
        let looked = text.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(100))) } ?? ""
        self.text = looked.isEmpty ? nil : looked
        self.columns = ExportColumn.allCases.filter { $0 == .id || columns?.contains($0) ?? true }
        self.format = format
    }

    package var isWhole: Bool { columns.count == ExportColumn.allCases.count }
}

extension ShapeReader {
    mutating func exportContent() -> ExportContent {
        let text = optionalText("q", length: 1...100, "Which customers, as q of their list; all that you may export when absent.")
        let names = optionalTexts(
            "columns", count: 1...ExportColumn.allCases.count, length: 1...20,
            "Of \(ExportColumn.names); the id is always there, and all are when absent.")
        let format = optionalChoice("format", among: ExportFormat.allCases.map(\.rawValue), "csv when absent.")
        for (index, name) in (names ?? []).enumerated() where ExportColumn(rawValue: name) == nil {
            fault(at: "columns/\(index)", code: "out-of-range", detail: "Must be one of: \(ExportColumn.names).")
        }
        return ExportContent(
            text: text, filter: customerFilter(), columns: names.map { Set($0.compactMap { ExportColumn(rawValue: $0) }) },
            format: format.flatMap { ExportFormat(rawValue: $0) } ?? .csv)
    }
}

extension JSONWriter {
    mutating func fields(of content: ExportContent) {
        field("q", content.text)
        fields(of: content.filter)
        field("columns", array: content.columns.map(\.rawValue))
        field("format", content.format.rawValue)
    }
}

/// As it is kept.
package struct KeptExportContent: Shape, JSONWritable, Hashable {
    package static let shapeName = "ExportContent"

    package let content: ExportContent

    package init(_ content: ExportContent) { self.content = content }

    package init(_ fields: inout ShapeReader) { content = fields.exportContent() }

    package func write(to writer: inout JSONWriter) {
        writer.object { $0.fields(of: content) }
    }
}
