import Core
import JSON

extension ShapeReader {
    /// The members by which customers are chosen, called as the parameters of their list.
    mutating func customerFilter() -> CustomerFilter {
        var filter = CustomerFilter()
        if let text = optionalText("owner", length: 1...36, "me, none (those that wait in a queue), or a user's id.") {
            filter.owner = CustomerFilter.Owner(parameter: text)
            if filter.owner == nil { fault(at: "owner", code: "out-of-range", detail: "Must be me, none or a user's id.") }
        }
        if let text = optionalText("unit", length: 1...36, "mine, or a unit's id, with all units below.") {
            filter.unit = CustomerFilter.Unit(parameter: text)
            if filter.unit == nil { fault(at: "unit", code: "out-of-range", detail: "Must be mine or a unit's id.") }
        }
        filter.kind = optionalChoice("kind", among: AccountResource.kinds)
        let ids = optionalTexts("ids", count: 1...CustomerFilter.mostAccounts, length: 36...36, "These alone.") ?? []
        filter.accounts = ids.compactMap { AccountID($0) }
        if filter.accounts.count < ids.count {
            fault(at: "ids", code: "wrong-type", detail: "Must be ids in the form of a UUID.")
        }
        filter.lastOrder = span("lastOrder", "Last ordered")
        filter.created = span("created", "A customer")
        filter.changed = span("changed", "Last changed")
        return filter
    }

    private mutating func span(_ name: String, _ doc: String) -> CustomerFilter.Span {
        CustomerFilter.Span(
            from: optionalTime(name + "From", doc + " at this time or later."),
            to: optionalTime(name + "To", doc + " before this time."))
    }
}

extension JSONWriter {
    mutating func fields(of filter: CustomerFilter) {
        field("owner", filter.owner?.parameter)
        field("unit", filter.unit?.parameter)
        field("kind", filter.kind)
        if !filter.accounts.isEmpty { field("ids", array: filter.accounts.map(\.description)) }
        for (name, span) in [("lastOrder", filter.lastOrder), ("created", filter.created), ("changed", filter.changed)] {
            field(name + "From", span.from)
            field(name + "To", span.to)
        }
    }
}
