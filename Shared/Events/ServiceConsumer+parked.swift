import Core
import Database
import Observability

extension ServiceConsumer {
    /// Tries parked events again, the head of each key first, until the task is cancelled. Several processes may do it at once.
    package func retryParked() async {
        var troubled = false
        repeat {
            do {
                while try await retryNextParked(), !Task.isCancelled {}
                troubled = false
            } catch {
                if !troubled { logger.warning("Parked events cannot be retried now.", ["error": "\(error)"]) }
                troubled = true
            }
        } while (try? await Task.sleep(for: .seconds(1))) != nil
    }

    /// Tries one due head in a transaction of its own; false when none is due.
    package func retryNextParked() async throws -> Bool {
        let now = clock.now()
        return try await database.write { tx in
            guard let head = try ParkedEvents.dueHead(at: now, in: tx) else { return false }
            let reason: String?
            if let event = Envelope.event(head.record) {
                let bodies = self.bodies(topic: head.record.topic, type: event.type)
                reason = try ConsumerBatch.failure(of: event, bodies: bodies, in: tx)
            } else {
                reason = "not a CloudEvent"
            }
            if let reason {
                try ParkedEvents.failed(head, reason: reason, at: now, in: tx)
            } else {
                try tx.execute(ParkedEvents.remove, [.int(head.seq)])
            }
            return true
        }
    }
}
