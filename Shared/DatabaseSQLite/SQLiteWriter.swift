import Database

/// What waits for the writer's thread.
enum SQLiteRequest: Sendable {
    case write(any Work)
    /// The work's body is not run; it carries the answer.
    case script(String, any Work)
}

/// The one writer. What queued while it was committing goes into its next transaction together, so that many callers share
/// the wait for the disk; each body has a savepoint of its own, and nobody is answered before the commit.
struct SQLiteWriter {
    private static let groupLimit = 256

    let connection: SQLiteConnection

    func serve(_ queue: WorkQueue<SQLiteRequest>) {
        while true {
            let requests = queue.takeAll(limit: Self.groupLimit)
            guard !requests.isEmpty else { return }
            var group: [any Work] = []
            for request in requests {
                switch request {
                case .write(let work):
                    if work.begin() { group.append(work) }
                case .script(let text, let work):
                    run(group)
                    group = []
                    if work.begin() { run(script: text, for: work) }
                }
            }
            run(group)
        }
    }

    private func run(script: String, for work: any Work) {
        do {
            try connection.handle.run(script: script)
            guard connection.handle.isIdle else { throw DatabaseError.leftOpen(by: script) }
            try work.run(Transaction(connection))
            work.finish(nil)
        } catch {
            connection.rollback()
            work.finish(error)
        }
    }

    private func run(_ group: [any Work]) {
        guard group.count > 1 else {
            if let work = group.first { runAlone(work) }
            return
        }
        do {
            try connection.beginWrite()
        } catch {
            for work in group { work.finish(error) }
            return
        }
        do {
            let outcomes = try group.map(runAmongOthers)
            try connection.commit()
            for (work, outcome) in zip(group, outcomes) {
                switch outcome {
                case .success(let actions): succeed(work, actions)
                case .failure(let error): work.finish(error)
                }
            }
        } catch {
            // One of them ended the transaction of all: each gets one of its own.
            connection.rollback()
            for work in group { runAlone(work) }
        }
    }

    /// Throws when the transaction of the group is lost.
    private func runAmongOthers(_ work: any Work) throws -> Result<[@Sendable () -> Void], any Error> {
        let tx = Transaction(connection)
        do {
            try connection.savepoint { try work.run(tx) }
            return .success(tx.takeAfterCommits())
        } catch  where !connection.handle.isIdle {
            return .failure(error)
        }
    }

    private func runAlone(_ work: any Work) {
        do {
            try connection.beginWrite()
            let tx = Transaction(connection)
            try work.run(tx)
            try connection.commit()
            succeed(work, tx.takeAfterCommits())
        } catch {
            connection.rollback()
            work.finish(error)
        }
    }

    private func succeed(_ work: any Work, _ actions: [@Sendable () -> Void]) {
        for action in actions { action() }
        work.finish(nil)
    }
}
