import Access
package import ContactsAPI
package import Core
package import Database

/// Exports and requests for them: one's own, and everybody's for who decides about them.
package struct ReadExports: Sendable {
    package let database: any Database
    package let rights: OwnershipRights

    /// Newest first; one more than `limit` says that there are more.
    package func callAsFunction(before: ID?, limit: Int, by caller: Caller) async throws -> [ExportResource] {
        try await database.read { tx in
            let asker = try rights.decidesOnExports(caller.viewer, in: tx) ? nil : caller.exportAsker
            return try ExportStore.page(of: asker, before: before, limit: limit, in: tx)
        }
    }

    package func one(_ id: ID, by caller: Caller) async throws -> ExportResource {
        try await database.read { tx in
            guard let (export, asker) = try ExportStore.find(id, in: tx),
                try asker == caller.exportAsker || rights.decidesOnExports(caller.viewer, in: tx)
            else { throw Refusal(.notFound, "not-found", "There is no export with this id.") }
            return export
        }
    }

    /// Newest first; one more than `limit` says that there are more.
    package func requests(
        state: RequestState?, before: ID?, limit: Int, by caller: Caller
    ) async throws -> [ExportRequestResource] {
        try await database.read { tx in
            let all = try rights.decidesOnExports(caller.viewer, in: tx)
            guard all || caller.viewer.user != nil else { return [] }
            return try ExportRequestStore.page(
                of: all ? nil : caller.viewer.user, state: state, before: before, limit: limit, in: tx)
        }
    }

    package func request(_ id: ID, by caller: Caller) async throws -> ExportRequestResource {
        try await database.read { tx in
            guard let request = try ExportRequestStore.find(id, in: tx),
                try request.requesterID == caller.viewer.user || rights.decidesOnExports(caller.viewer, in: tx)
            else { throw Refusal.noRequest }
            return request
        }
    }
}
