import Core
import Database
import JSON
import Jobs

/// Makes the roles of many users follow their groups, a batch a job: after a group was given other roles or is gone, and after a
/// directory changed many members at once.
struct ReconcileUsers: Sendable {
    static let kind = "gateway.reconcile-users"
    /// Users of one transaction, which nobody else's change of the organization gets past.
    static let batch = 100

    struct Payload: Shape, JSONWritable {
        static let shapeName = "ReconcileUsers"
        let users: [ID]

        init(users: [ID]) { self.users = users }

        init(_ fields: inout ShapeReader) {
            users = fields.texts("users", count: 1...batch, length: 36...36).compactMap { ID($0) }
        }

        func write(to writer: inout JSONWriter) {
            writer.object { $0.field("users", array: users.map(\.description)) }
        }
    }

    let jobs: JobQueue
    let applyGroups: ApplyGroups

    func later(_ users: [ID], in tx: Transaction) throws {
        for start in stride(from: 0, to: users.count, by: Self.batch) {
            let part = Array(users[start..<min(start + Self.batch, users.count)])
            try jobs.enqueue(Self.kind, payload: Payload(users: part).json(), in: tx)
        }
    }

    var handler: JobHandler {
        JobHandler(kind: Self.kind) { [applyGroups] job in
            guard let told = try? Shapes.decode(Payload.self, from: job.payload) else {
                throw JobFailure.permanent("The payload names no users.")
            }
            try await job.complete { tx in
                for user in told.users { try applyGroups.reconcile(user, in: tx) }
            }
        }
    }
}
