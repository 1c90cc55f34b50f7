import Core
import Database
import JSON
import Jobs

/// Tells of a user at the moment when something dated begins or ends: the unit that what he comes to own belongs to is another one
/// from then on, though nobody changed anything.
struct TellUserLater: Sendable {
    static let kind = "gateway.tell-user"

    struct Payload: Shape, JSONWritable {
        static let shapeName = "TellUser"
        let userID: ID

        init(userID: ID) {
            self.userID = userID
        }

        init(_ fields: inout ShapeReader) {
            userID = fields.id("userID")
        }

        func write(to writer: inout JSONWriter) {
            writer.object { $0.field("userID", userID) }
        }
    }

    let jobs: JobQueue
    let tell: TellOrganization

    /// At each of these moments, once for one moment.
    func callAsFunction(_ user: ID, at moments: [Timestamp], in tx: Transaction) throws {
        for moment in Set(moments) {
            try jobs.enqueue(
                Self.kind, payload: Payload(userID: user).json(), at: moment,
                uniqueKey: "tell-user:\(user):\(moment.microseconds)",
                in: tx)
        }
    }

    var handler: JobHandler {
        JobHandler(kind: Self.kind) { [tell] job in
            guard let told = try? Shapes.decode(Payload.self, from: job.payload) else {
                throw JobFailure.permanent("The payload names no user.")
            }
            try await job.complete { tx in try tell.user(told.userID, in: tx) }
        }
    }
}
