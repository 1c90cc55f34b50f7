import ContactsAPI
import Core
import Database

/// What a filter says of `accounts a` beside whose they are: by which index it is answered is said in M0017_Lists.
enum CustomerCondition {
    static func all(_ filter: CustomerFilter) -> [SQL] {
        var conditions: [SQL] = []
        if let kind = filter.kind { conditions.append("a.kind = \(.text(kind))") }
        if !filter.accounts.isEmpty {
            conditions.append("a.id IN \(AccountSearch.joined(filter.accounts.map { "\(.id($0))" }, ", "))")
        }
        add(filter.lastOrder, "a.last_order_at", to: &conditions)
        add(filter.created, "a.created_at", to: &conditions)
        add(filter.changed, "a.changed_at", to: &conditions)
        return conditions
    }

    /// Whether it asks about what only rows that are seen in full show.
    static func needsFull(_ filter: CustomerFilter) -> Bool {
        filter.kind != nil || !filter.lastOrder.isOpen || !filter.created.isOpen || !filter.changed.isOpen
    }

    private static func add(_ span: CustomerFilter.Span, _ column: StaticString, to conditions: inout [SQL]) {
        if let from = span.from { conditions.append("\(constant: column) >= \(.time(from))") }
        if let to = span.to { conditions.append("\(constant: column) < \(.time(to))") }
    }
}
