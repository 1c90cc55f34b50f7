package import ContactsAPI
package import Core
package import Database

/// Customers whose rows and fields the viewer may both see and export, a part at a time: each part as things stand then.
package struct ExportCustomers: Sendable {
    package let database: any Database
    package let rights: CustomerRights

    package init(database: any Database, rights: CustomerRights) {
        (self.database, self.rights) = (database, rights)
    }

    package func counts(
        _ content: ExportContent, after: AccountID?, for viewer: Viewer
    ) async throws -> CustomerExport.Counts {
        let query = content.text.flatMap { CustomerQuery($0) }
        return try await database.read { tx in
            try CustomerExport.counts(
                CustomerExport.selection(
                    query, content.filter, rights: rights(of: viewer, needsTree: content.filter.unit != nil, in: tx), in: tx),
                after: after, in: tx)
        }
    }

    /// Those behind `after`, and behind which one there may be more.
    package func callAsFunction(
        _ content: ExportContent, after: AccountID?, for viewer: Viewer
    ) async throws -> (customers: [SeenAccount], next: AccountID?) {
        let query = content.text.flatMap { CustomerQuery($0) }
        return try await database.read { tx in
            let rights = try self.rights(of: viewer, needsTree: content.filter.unit != nil, in: tx)
            let selection = try CustomerExport.selection(query, content.filter, rights: rights, in: tx)
            let accounts = try CustomerExport.part(selection, after: after, limit: Self.part, in: tx)
            let next = accounts.count == Self.part ? accounts.last?.id : nil
            return (try self.rights.exported(accounts, by: rights, in: tx), next)
        }
    }

    package static let part = 500
}
