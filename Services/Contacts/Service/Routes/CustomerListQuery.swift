import ContactsAPI
import Core
import HTTP
import ServiceKit

/// What a list of customers is asked by: which of them, and in which order.
struct CustomerListQuery {
    let text: String?
    let filter: CustomerFilter
    /// Whether companies and persons stand apart, and which of them first.
    let groups: Bool
    let groupsDescend: Bool
    let order: CustomerOrder

    static let filters = [
        QueryParameter("owner", "me, none (those that wait in a queue), or a user's id."),
        QueryParameter("unit", "mine, or a unit's id: its people's customers and its queue, and those of all units below."),
        QueryParameter("kind", "company or person.", .choice(AccountResource.kinds)),
        QueryParameter("ids", "These, with commas; at most \(CustomerFilter.mostAccounts)."),
        QueryParameter("lastOrderFrom", "Last ordered at this time (RFC 3339) or later; with the sort by lastOrderAt.", .time),
        QueryParameter("lastOrderTo", "Last ordered before this time, or never; with the sort by lastOrderAt.", .time),
        QueryParameter("createdFrom", "A customer from this time on; with the sort by createdAt.", .time),
        QueryParameter("createdTo", "A customer since before this time; with the sort by createdAt.", .time),
        QueryParameter("changedFrom", "Changed at this time or later; with the sort by changedAt.", .time),
        QueryParameter("changedTo", "Last changed before this time; with the sort by changedAt.", .time),
    ]
    static let sort = QueryParameter(
        "sort",
        """
        name (when absent), lastOrderAt, createdAt or changedAt, descending with a minus; behind kind, companies come before persons. \
        By a moment stand only those that show it. Stretches of time go with the sort by their moment, or with the customers of one \
        person.
        """, .choice(sorts))

    private static let sorts = CustomerOrder.allCases.flatMap { order in
        [order.rawValue, "kind,\(order.rawValue)", "-kind,\(order.rawValue)"]
    }

    init(_ request: HTTPRequest) throws {
        let query = request.query
        text = query.first("q")
        filter = try Self.filter(query)
        var sort = query.first("sort") ?? ""
        groupsDescend = sort.hasPrefix("-kind,")
        groups = groupsDescend || sort.hasPrefix("kind,")
        if groups { sort = String(sort.drop { $0 != "," }.dropFirst()) }
        order = try CustomerOrder(parameter: sort)
        try Self.check(filter, order)
    }

    /// Throws where finding a page could take reading all customers.
    private static func check(_ filter: CustomerFilter, _ order: CustomerOrder) throws {
        guard !filter.isOfOnePerson else { return }
        let spans: [(span: CustomerFilter.Span, name: String, orders: [CustomerOrder])] = [
            (filter.lastOrder, "lastOrder", [.lastOrder, .newestOrder]), (filter.created, "created", [.created, .newestCreated]),
            (filter.changed, "changed", [.changed, .newestChanged]),
        ]
        for (span, name, orders) in spans where !span.isOpen && !orders.contains(order) {
            throw Refusal(
                .malformed, "bad-sort",
                "\(name)From and \(name)To go with sort=\(orders[0].rawValue) or its reverse, or with one person as owner.")
        }
    }

    static func filter(_ query: HTTPQuery) throws -> CustomerFilter {
        func parameter(_ name: String) -> String? { query.first(name).flatMap { $0.isEmpty ? nil : $0 } }
        func bad(_ name: String, _ what: String) -> Refusal { Refusal(.malformed, "bad-\(name)", "\(name) must be \(what).") }
        func time(_ name: String) throws -> Timestamp? {
            try parameter(name).map { text in
                guard let time = Timestamp(text) else { throw bad(name, "a time by RFC 3339, such as 2026-01-31T09:30:00Z") }
                return time
            }
        }
        var filter = CustomerFilter()
        if let text = parameter("owner") {
            guard let owner = CustomerFilter.Owner(parameter: text) else { throw bad("owner", "me, none or a user's id") }
            filter.owner = owner
        }
        if let text = parameter("unit") {
            guard let unit = CustomerFilter.Unit(parameter: text) else { throw bad("unit", "mine or a unit's id") }
            filter.unit = unit
        }
        if let kind = parameter("kind") {
            guard AccountResource.kinds.contains(kind) else { throw bad("kind", "company or person") }
            filter.kind = kind
        }
        if let text = parameter("ids") {
            let ids = text.split(separator: ",", omittingEmptySubsequences: false).map { AccountID(String($0)) }
            guard ids.count <= CustomerFilter.mostAccounts, !ids.contains(nil) else {
                throw bad("ids", "at most \(CustomerFilter.mostAccounts) ids of customers, with commas")
            }
            filter.accounts = ids.compactMap(\.self)
        }
        filter.lastOrder = .init(from: try time("lastOrderFrom"), to: try time("lastOrderTo"))
        filter.created = .init(from: try time("createdFrom"), to: try time("createdTo"))
        filter.changed = .init(from: try time("changedFrom"), to: try time("changedTo"))
        return filter
    }

    // MARK: Cursors

    private var sortName: String { (groups ? (groupsDescend ? "-kind," : "kind,") : "") + order.rawValue }

    func cursor(_ line: CustomerStore.Line) -> String {
        let key =
            switch line.key {
            case .text(let text): text
            case .time(let time): String(time.microseconds)
            }
        return Cursor.encode([sortName, groups ? line.customer.kind ?? "" : "", key, line.customer.id.description])
    }

    func place(_ cursor: String) throws -> (kind: String, key: CustomerStore.Key, id: AccountID) {
        let parts = try Cursor.decode(cursor, parts: 4)
        guard parts[0] == sortName, !groups || AccountResource.kinds.contains(parts[1]), let id = AccountID(parts[3]) else {
            throw CustomerRoutes.badCursor
        }
        if CustomerStore.isText(order) { return (parts[1], .text(parts[2]), id) }
        guard let microseconds = Int64(parts[2]) else { throw CustomerRoutes.badCursor }
        return (parts[1], .time(Timestamp(microseconds: microseconds)), id)
    }
}
