import ContactsAPI
import Core
import JSON

/// The lines of an export. Each names the export, so that a single line of it that turns up somewhere leads to who took it along,
/// when and by which filter; an import passes over it.
struct ExportLines: Sendable {
    static let mark = "export"

    let id: ID
    let content: ExportContent

    /// What stands above the first line.
    var head: String? {
        content.format == .csv
            ? "\u{feff}" + CustomerSheet.line(content.columns.map(\.rawValue) + [Self.mark]) : nil
    }

    func line(_ account: AccountResource) throws -> [UInt8] {
        switch content.format {
        case .csv:
            return Array(
                CustomerSheet.line(content.columns.map { CustomerSheet.cell($0, of: account) } + [id.description]).utf8)
        case .ndjson:
            var bytes = content.isWhole ? account.json() : try chosen(account)
            // An account is never empty: it has its id.
            bytes.removeLast()
            return bytes + Array(",\"\(Self.mark)\":\"\(id)\"}\n".utf8)
        }
    }

    private func chosen(_ account: AccountResource) throws -> [UInt8] {
        let names = Set(content.columns.flatMap(\.members))
        let members = try JSONValue.parse(account.json()).object?.members ?? []
        return JSONValue.object(JSONObject(members.filter { names.contains($0.key) }.map { ($0.key, $0.value) })).json()
    }
}
