package import Core
package import JSON
package import Jobs

/// How a service is: what does not work, what waits and since when. Nothing of it is remembered; all is read when it is asked.
package struct ServiceStatus: Shape, JSONWritable, Hashable {
    package static let shapeName = "ServiceStatus"

    package let service: String
    package let asOf: Timestamp
    /// When this process began.
    package let since: Timestamp
    package let failures: [Health.Failure]
    /// Events that are not told yet, since when the first of them waits, and those that the transport refuses for good.
    package let outbox: Int64
    package let outboxSince: Timestamp?
    package let refused: Int64
    package let parked: Int64
    package let parkedSince: Timestamp?
    /// Since when the longest waiting job is due.
    package let dueSince: Timestamp?
    package let jobs: [JobCountResource]
    package let troubles: [JobTroubleResource]

    init(
        service: String, asOf: Timestamp, since: Timestamp, failures: [Health.Failure], outbox: Int64, outboxSince: Timestamp?,
        refused: Int64, parked: Int64, parkedSince: Timestamp?, dueSince: Timestamp?, jobs: [JobCountResource],
        troubles: [JobTroubleResource]
    ) {
        (self.service, self.asOf, self.since, self.failures) = (service, asOf, since, failures)
        (self.outbox, self.outboxSince, self.refused) = (outbox, outboxSince, refused)
        (self.parked, self.parkedSince, self.dueSince) = (parked, parkedSince, dueSince)
        (self.jobs, self.troubles) = (jobs, troubles)
    }

    package init(_ fields: inout ShapeReader) {
        service = fields.text("service", length: 1...100)
        asOf = fields.time("asOf")
        since = fields.time("since", "When this process began.")
        failures = fields.objects("failures", Health.Failure.self, count: 0...100, "What does not work, and what to do.")
        outbox = fields.integer("outbox", in: 0...Int64.max, "Events that are not told to the others yet.")
        outboxSince = fields.optionalTime("outboxSince", "When the first of them was written.")
        refused = fields.integer(
            "refused", in: 0...Int64.max, "Events that the transport refuses for good, and what waits behind them.")
        parked = fields.integer(
            "parked", in: 0...Int64.max, "Events of others that could not be applied, and what waits behind them.")
        parkedSince = fields.optionalTime("parkedSince", "When the first of them was parked.")
        dueSince = fields.optionalTime("dueSince", "Since when the job that waits longest for a worker is due.")
        jobs = fields.objects(
            "jobs", JobCountResource.self, count: 0...1000, "By kind and state; of done and cancelled ones those of the last day."
        )
        troubles = fields.objects("troubles", JobTroubleResource.self, count: 0...1000, "Jobs that failed and are not settled.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("service", service)
            writer.field("asOf", asOf)
            writer.field("since", since)
            writer.field("failures", array: failures)
            writer.field("outbox", outbox)
            writer.field("outboxSince", outboxSince)
            writer.field("refused", refused)
            writer.field("parked", parked)
            writer.field("parkedSince", parkedSince)
            writer.field("dueSince", dueSince)
            writer.field("jobs", array: jobs)
            writer.field("troubles", array: troubles)
        }
    }
}

package struct JobCountResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "JobCount"
    package let kind: String
    package let state: String
    package let count: Int64

    package init(_ count: JobCount) {
        (kind, state, self.count) = (count.kind, count.state.rawValue, Int64(count.count))
    }

    package init(_ fields: inout ShapeReader) {
        kind = fields.text("kind", length: 1...200)
        state = fields.choice("state", among: JobResource.states)
        count = fields.integer("count", in: 0...Int64.max)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("kind", kind)
            writer.field("state", state)
            writer.field("count", count)
        }
    }
}

package struct JobTroubleResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "JobTrouble"
    package let kind: String
    package let isDead: Bool
    package let count: Int64
    package let since: Timestamp
    package let reason: String

    package init(_ trouble: JobTrouble) {
        (kind, isDead, count) = (trouble.kind, trouble.state == .dead, Int64(trouble.count))
        (since, reason) = (trouble.since, trouble.reason)
    }

    package init(_ fields: inout ShapeReader) {
        kind = fields.text("kind", length: 1...200)
        isDead = fields.boolean("isDead", "Whether nobody tries again by himself.")
        count = fields.integer("count", in: 0...Int64.max)
        since = fields.time("since", "Since when the oldest of them waits; when the first died.")
        reason = fields.text("reason", length: 0...4096, "Why the newest of them failed last.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("kind", kind)
            writer.field("isDead", isDead)
            writer.field("count", count)
            writer.field("since", since)
            writer.field("reason", reason)
        }
    }
}
