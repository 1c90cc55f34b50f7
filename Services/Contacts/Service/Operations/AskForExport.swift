package import ContactsAPI
package import Core
package import Database
package import Events
import JSON

/// Asks for an export that needs somebody else's approval.
package struct AskForExport: Sendable {
    /// Requests of one person that wait for an answer.
    static let mostOpen = 20

    package let database: any Database
    package let export: ExportCustomers
    package let outbox: Outbox
    package let ids: IdentifierSource
    package let clock: any WallClock

    package func callAsFunction(
        _ content: ExportContent, reason: String, under creation: Creation, by caller: Caller
    ) async throws -> (request: ExportRequestResource, isNew: Bool) {
        let user = try caller.requireUser()
        let counts = try await export.counts(content, after: nil, for: caller.viewer)
        return try await database.write { tx in
            let (request, isNew) = try creation.once(in: tx, find: { try ExportRequestStore.find($0, in: tx) }) {
                guard try ExportRequestStore.countOpen(of: user, in: tx) < Self.mostOpen else {
                    throw Refusal(
                        .conflict, "too-many", "\(Self.mostOpen) of your requests wait for an answer. Withdraw one first.")
                }
                let request = ExportRequestResource(
                    id: ids.next(), requesterID: user, requesterName: caller.name, content: content, reason: reason,
                    leaving: counts.leaving, seen: counts.seen, course: RequestCourse(openedAt: clock.now()))
                try ExportRequestStore.add(request, in: tx)
                try outbox.tell(ContactsEvents.exportRequested, request, by: ActorResource(caller), in: tx)
                return (request.id, request)
            }
            return (request, isNew)
        }
    }
}

extension Outbox {
    func tell(_ type: String, _ request: ExportRequestResource, by actor: ActorResource, in tx: Transaction) throws {
        tx.notes?.record(request.id.description)
        let data = ExportRequestChanged(request: request, by: actor)
        try append(type, key: request.id.description, data: data.json(), in: tx)
    }
}
