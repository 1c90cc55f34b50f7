package import ContactsAPI
package import Core
package import Database

/// Customers by what was typed and chosen, a page at a time, of those that the viewer may see.
package struct ListCustomers: Sendable {
    package let database: any Database
    package let rights: CustomerRights

    package init(database: any Database, rights: CustomerRights) {
        (self.database, self.rights) = (database, rights)
    }

    /// One line more than `limit` says that there are more.
    package func callAsFunction(
        _ text: String?, _ filter: CustomerFilter = CustomerFilter(), by order: CustomerOrder,
        after: (key: CustomerStore.Key, id: AccountID)?, limit: Int, for viewer: Viewer
    ) async throws -> [CustomerStore.Line] {
        let query = text.flatMap { CustomerQuery($0) }
        return try await database.read { tx in
            try CustomerStore.page(
                query, filter, by: order, after: after, limit: limit, rights: rights(viewer, filter, in: tx), in: tx)
        }
    }

    /// As above, but companies before persons (or after them, where it descends), each in the order of the list. The place after
    /// which it goes on has a kind, too.
    package func byKind(
        _ text: String?, _ filter: CustomerFilter, by order: CustomerOrder, descending: Bool,
        after: (kind: String, key: CustomerStore.Key, id: AccountID)?, limit: Int, for viewer: Viewer
    ) async throws -> [CustomerStore.Line] {
        let query = text.flatMap { CustomerQuery($0) }
        let kinds = (descending ? AccountResource.kinds.reversed() : AccountResource.kinds)
            .filter { filter.kind == nil || filter.kind == $0 }.drop { after != nil && $0 != after?.kind }
        return try await database.read { tx in
            let rights = try rights(viewer, filter, in: tx)
            var lines: [CustomerStore.Line] = []
            for kind in kinds where lines.count < limit {
                var part = filter
                part.kind = kind
                lines += try CustomerStore.page(
                    query, part, by: order, after: after?.kind == kind ? after.map { ($0.key, $0.id) } : nil,
                    limit: limit - lines.count, rights: rights, in: tx)
            }
            return lines
        }
    }

    /// How many the filter means, no further than a bound.
    package func count(_ filter: CustomerFilter, for viewer: Viewer) async throws -> CustomerCount {
        let found = try await database.read { tx in
            try CustomerStore.count(
                filter, most: CustomerCount.most, rights: rights(viewer, filter, in: tx), in: tx)
        }
        return CustomerCount(count: Int64(min(found, CustomerCount.most)), isMore: found > CustomerCount.most)
    }

    private func rights(_ viewer: Viewer, _ filter: CustomerFilter, in tx: Transaction) throws -> AccountRights {
        try rights(of: viewer, needsTree: filter.unit != nil, in: tx)
    }
}
