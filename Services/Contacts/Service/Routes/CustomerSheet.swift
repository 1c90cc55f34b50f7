import ContactsAPI
import Core

/// Customers as lines of a table that spreadsheets read: RFC 4180, UTF-8 with a byte order mark, and no cell that a spreadsheet would
/// take for a formula.
enum CustomerSheet {
    static func cell(_ column: ExportColumn, of account: AccountResource) -> String {
        func list<T>(_ values: [T]?, _ text: (T) -> String) -> String { (values ?? []).map(text).joined(separator: "; ") }
        return switch column {
        case .id: account.id.description
        case .kind: account.kind ?? ""
        case .name: account.name
        case .owner: account.ownerName ?? account.ownerID?.description ?? ""
        case .unit: account.unitName ?? account.unitID.description
        case .language: account.language ?? ""
        case .emails: list(account.emails, \.address)
        case .phones: list(account.phones) { $0.number ?? $0.raw }
        case .taxIds: list(account.taxIDs) { $0 }
        case .shopIds: list(account.shopIdentities) { $0.source + " " + $0.shopID }
        case .addresses:
            list(account.addresses) { address in
                (address.lines + [address.postalCode, address.city, address.region, address.country].compactMap(\.self))
                    .joined(separator: ", ")
            }
        case .consents:
            list(account.consents) { consent in
                consent.purpose + "/" + consent.channel + (consent.withdrawnAt == nil ? "" : " withdrawn")
            }
        case .interests: list(account.interests) { $0 }
        case .orders: account.orders.map(String.init) ?? ""
        case .lastOrderAt: account.lastOrderAt?.description ?? ""
        case .createdAt: account.createdAt?.description ?? ""
        case .changedAt: account.changedAt?.description ?? ""
        case .version: account.version.map(String.init) ?? ""
        case .hidden: list(account.hidden, \.rawValue)
        }
    }

    static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// A cell that begins as a formula does gets an apostrophe in front, which spreadsheets take as "text".
    static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".unicodeScalars.contains(first) {
            text = "'" + text
        }
        guard text.unicodeScalars.contains(where: { ",\"\r\n;".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
