import Core
import Database
import JSON
import Jobs

/// Tells a person that failures locked the door for him. A job, and the same for a login that nobody has, so that the answer at the
/// door takes as long for either.
struct NoteLock: Sendable {
    static let kind = "gateway.note-lock"

    struct Payload: Shape, JSONWritable {
        static let shapeName = "NoteLock"
        let login: String
        let address: String
        let agent: String
        let until: Timestamp

        init(login: String, origin: SignInOrigin, until: Timestamp) {
            (self.login, address, agent, self.until) = (login, origin.address, origin.agent, until)
        }

        init(_ fields: inout ShapeReader) {
            login = fields.text("login", length: 0...1000)
            address = fields.text("address", length: 0...100)
            agent = fields.text("agent", length: 0...200)
            until = fields.time("until")
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("login", login)
                writer.field("address", address)
                writer.field("agent", agent)
                writer.field("until", until)
            }
        }
    }

    let jobs: JobQueue
    let note: NoteSecurity

    /// `login` as `SearchKey` folds it.
    func later(login: String, from origin: SignInOrigin, until: Timestamp, in tx: Transaction) throws {
        try jobs.enqueue(Self.kind, payload: Payload(login: login, origin: origin, until: until).json(), in: tx)
    }

    var handler: JobHandler {
        JobHandler(kind: Self.kind) { [note] job in
            guard let lock = try? Shapes.decode(Payload.self, from: job.payload) else {
                throw JobFailure.permanent("The payload names no login.")
            }
            try await job.complete { tx in
                guard let user = try UserStore().find(loginKey: lock.login, in: tx) else { return }
                let origin = SignInOrigin(address: lock.address, agent: lock.agent, network: "", browser: "")
                try note.locked(user, from: origin, until: lock.until, in: tx)
            }
        }
    }
}
