import Core
import Jobs

/// Moves the accounts of a reassignment, or puts them back.
struct Reassign: Sendable {
    let runReassignment: RunReassignment

    var handler: JobHandler {
        JobHandler(kind: RunReassignment.kind, timeout: 3600, concurrency: 1) { job in
            guard let id = try? RunReassignment.reassignment(job.payload) else {
                throw JobFailure.permanent("The payload names no reassignment.")
            }
            try await runReassignment(id)
        }
    }
}
