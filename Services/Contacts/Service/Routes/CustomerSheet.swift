import ContactsAPI
import Core

/// Customers as lines of a table that spreadsheets read: RFC 4180, UTF-8 with a byte order mark, and no cell that a spreadsheet would
/// take for a formula.
enum CustomerSheet {
    static let head =
        "\u{feff}"
        + line([
            "id", "kind", "name", "owner", "unit", "language", "emails", "phones", "taxIds", "shopIds", "addresses", "consents",
            "interests", "orders", "lastOrderAt", "createdAt", "changedAt", "version", "hidden",
        ])

    static func line(_ account: AccountResource) -> String {
        func list<T>(_ values: [T]?, _ text: (T) -> String) -> String { (values ?? []).map(text).joined(separator: "; ") }
        let addresses = list(account.addresses) { address in
            (address.lines + [address.postalCode, address.city, address.region, address.country].compactMap(\.self))
                .joined(separator: ", ")
        }
        let consents = list(account.consents) { consent in
            consent.purpose + "/" + consent.channel + (consent.withdrawnAt == nil ? "" : " withdrawn")
        }
        return line([
            account.id.description, account.kind ?? "", account.name, account.ownerName ?? account.ownerID?.description ?? "",
            account.unitName ?? account.unitID.description, account.language ?? "", list(account.emails, \.address),
            list(account.phones) { $0.number ?? $0.raw }, list(account.taxIDs) { $0 },
            list(account.shopIdentities) { $0.source + " " + $0.shopID }, addresses, consents, list(account.interests) { $0 },
            account.orders.map(String.init) ?? "", account.lastOrderAt?.description ?? "", account.createdAt?.description ?? "",
            account.changedAt?.description ?? "", account.version.map(String.init) ?? "", list(account.hidden, \.rawValue),
        ])
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
