package import Core
package import JSON
package import Jobs

/// A job as operators see it.
package struct JobResource: Shape, JSONWritable, AuditedRecord, Hashable {
    package static let shapeName = "Job"
    package static let states = JobState.allCases.map(\.rawValue)

    package let service: String
    package let id: ID
    package let kind: String
    package let state: String
    package let attempt: Int64
    package let crashes: Int64
    package let createdAt: Timestamp
    package let runAt: Timestamp
    package let finishedAt: Timestamp?
    package let worker: String?
    package let reason: String?
    /// Failed runs, oldest first; of one job only, and only the last hundred.
    package let errors: [JobErrorResource]?
    /// Of one job, for those who may change operations; what may be a secret is left out.
    package let payload: JSONValue?

    package init(_ job: Job, of service: String, errors: [JobError]? = nil, payload: JSONValue? = nil) {
        self.service = service
        (id, kind, state) = (job.id, job.kind, job.state.rawValue)
        (attempt, crashes) = (Int64(job.attempt), Int64(job.crashes))
        (createdAt, runAt, finishedAt) = (job.createdAt, job.runAt, job.finishedAt)
        (worker, reason) = (job.worker, job.reason)
        self.errors = errors.map { $0.suffix(100).map { JobErrorResource($0) } }
        self.payload = payload
    }

    package init(_ fields: inout ShapeReader) {
        service = fields.text("service", length: 1...100, "Whose job it is.")
        id = fields.id("id")
        kind = fields.text("kind", length: 1...200, "What is to be done.")
        state = fields.choice("state", among: Self.states, "done, dead and cancelled are final until somebody redrives it.")
        attempt = fields.integer("attempt", in: 0...Int64.max, "Runs begun.")
        crashes = fields.integer("crashes", in: 0...Int64.max, "Runs whose worker died.")
        createdAt = fields.time("createdAt")
        runAt = fields.time("runAt", "When it is due.")
        finishedAt = fields.optionalTime("finishedAt")
        worker = fields.optionalText("worker", length: 0...300, "Who ran it last.")
        reason = fields.optionalText("reason", length: 0...4096, "Why it is dead.")
        errors = fields.optionalObjects("errors", JobErrorResource.self, count: 0...100, "Failed runs, oldest first.")
        payload = fields.any(
            "payload", "What it was given. Only with the right operations:write; what may be a secret is left out.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("service", service)
            writer.field("id", id)
            writer.field("kind", kind)
            writer.field("state", state)
            writer.field("attempt", attempt)
            writer.field("crashes", crashes)
            writer.field("createdAt", createdAt)
            writer.field("runAt", runAt)
            writer.field("finishedAt", finishedAt)
            writer.field("worker", worker)
            writer.field("reason", reason)
            writer.field("errors", array: errors)
            if let payload {
                writer.key("payload")
                writer.raw(payload.json())
            }
        }
    }

    package var auditIDs: [String] { [id.description] }
}

/// One failed run.
package struct JobErrorResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "JobError"
    package let attempt: Int64
    package let failedAt: Timestamp
    package let reason: String

    package init(_ error: JobError) {
        (attempt, failedAt, reason) = (Int64(error.attempt), error.failedAt, error.reason)
    }

    package init(_ fields: inout ShapeReader) {
        attempt = fields.integer("attempt", in: 0...Int64.max)
        failedAt = fields.time("failedAt")
        reason = fields.text("reason", length: 0...4096)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("attempt", attempt)
            writer.field("failedAt", failedAt)
            writer.field("reason", reason)
        }
    }
}
