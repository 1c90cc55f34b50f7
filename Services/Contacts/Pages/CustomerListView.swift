import ContactsAPI
package import Core
package import Pages

/// What the list of customers shows, as its address says it.
package struct CustomerListView: Hashable, Sendable {
    package static let path = "/customers"
    /// What a kept view is made of; the rest of an address says where in it one is.
    package static let kept = ["q", "owner", "unit", "kind", "when", "group", "sort"]
    static let conditions = ["owner", "unit", "kind", "when"]

    package let address: ListAddress

    /// `value` gives the parameters of the address.
    package init(_ value: (String) -> String?) {
        let names = Self.kept + ["columns", "view", ListAddress.cursor]
        address = ListAddress(Self.path, names.map { ($0, value($0)) })
    }

    package init(_ address: ListAddress) { self.address = address }

    package var text: String { address["q"] ?? "" }
    var when: CustomerWhen? { address["when"].flatMap { CustomerWhen($0) } }
    var groups: Bool { address["group"] == "kind" }

    /// Those of the address; `nil` where it says none.
    package var columns: [CustomerColumn]? {
        address["columns"].map { text in
            let names = Set(text.split(separator: ",").map(String.init))
            return CustomerColumn.allCases.filter { names.contains($0.rawValue) }
        }
    }

    /// As chosen, or as a stretch of time demands it.
    package var sort: String {
        let chosen = address["sort"] ?? "name"
        guard let when, !isOfOnePerson else { return chosen }
        return chosen == when.sort || chosen == "-" + when.sort ? chosen : when.standardSort
    }

    /// The customers of one person are few enough to be sorted by anything.
    private var isOfOnePerson: Bool { address["owner"].map { $0 != "none" } ?? false }

    /// What contacts is asked by, of which customers alone.
    package func filter(at now: Timestamp) -> [(name: String, value: String?)] {
        let when = when?.parameter(at: now)
        return [("owner", address["owner"]), ("unit", address["unit"]), ("kind", address["kind"])]
            + (when.map { [($0.name, $0.value)] } ?? [])
    }

    /// All that contacts is asked by for a page.
    package func question(at now: Timestamp) -> [(name: String, value: String?)] {
        [("q", address["q"])] + filter(at: now)
            + [("sort", groups ? "kind," + sort : sort), (ListAddress.cursor, address[ListAddress.cursor])]
    }

    /// Whether it can be counted at little cost: nobody counts what a text finds.
    package var isCountable: Bool { text.isEmpty }

    var isFiltered: Bool { !text.isEmpty || Self.conditions.contains { address[$0] != nil } }
}
