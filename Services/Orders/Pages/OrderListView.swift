package import Core
package import Pages

/// What the list of orders shows, as its address says it.
package struct OrderListView: Hashable, Sendable {
    /// What a kept view is made of.
    package static let kept = ["q", "state", "owner", "customer", "from", "to", "currency", "least", "most", "sort"]

    package let address: ListAddress

    /// `value` gives the parameters of the address.
    package init(_ value: (String) -> String?) {
        address = ListAddress(PagePath.orders, (Self.kept + ["view", ListAddress.cursor]).map { ($0, value($0)) })
    }

    package init(_ address: ListAddress) { self.address = address }

    var state: String? { address["state"] }
    var number: String? { address["q"] }

    /// Sums are told apart by their currency only, and stand in their order.
    var currency: Currency? { address["currency"].flatMap { Currency($0) } }
    private var isBySum: Bool { currency != nil && (address["least"] != nil || address["most"] != nil) }

    package var sort: String {
        let chosen = address["sort"] ?? "-placedAt"
        return isBySum && !chosen.hasSuffix("total") ? "-total" : chosen
    }

    /// All that orders is asked by. `begin` and `end` give the first moment of a day such as 2026-01-31, and that behind it, in the
    /// reader's time zone.
    package func question(
        begin: (String) -> Timestamp?, end: (String) -> Timestamp?
    ) -> [(name: String, value: String?)] {
        let (from, to) = (address["from"].flatMap(begin), address["to"].flatMap(end))
        return [
            ("state", state), ("number", number), ("customer", address["customer"]), ("owner", address["owner"]),
            ("placedFrom", from?.description), ("placedTo", to?.description), ("currency", currency?.code),
            ("totalFrom", isBySum ? minor("least") : nil), ("totalTo", isBySum ? minor("most") : nil), ("sort", sort),
            (ListAddress.cursor, address[ListAddress.cursor]),
        ]
    }

    /// What was typed as an amount in the currency's minor units; `nil` where that is no number.
    private func minor(_ name: String) -> String? {
        guard let currency, let typed = address[name] else { return nil }
        let text = typed.filter { !$0.isWhitespace }.replacing(",", with: ".")
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int64(parts[0]), whole >= 0, whole < 1_000_000_000_000 else {
            return nil
        }
        let fraction = parts.count == 2 ? String(parts[1].prefix(currency.decimals)) : ""
        let digits = fraction + String(repeating: "0", count: currency.decimals - fraction.utf8.count)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64("\(whole)" + digits).map { String($0) }
    }

    var isFiltered: Bool { Self.kept.contains { $0 != "sort" && address[$0] != nil } || address[ListAddress.cursor] != nil }
}
