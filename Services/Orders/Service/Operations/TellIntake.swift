import Core
import Database
package import Events
import JSON
import OrdersAPI

/// Tells the suite that somebody has to look at a rejected event, or no longer has to.
package struct TellIntake: Sendable {
    private let outbox: Outbox

    package init(outbox: Outbox) {
        self.outbox = outbox
    }

    func rejected(_ sequence: Int64, source: String, code: String, at time: Timestamp, in tx: Transaction) throws {
        try append(OrdersEvents.eventRejected, sequence, source, code, time, in: tx)
    }

    func settled(_ sequence: Int64, source: String, at time: Timestamp, in tx: Transaction) throws {
        try append(OrdersEvents.eventSettled, sequence, source, nil, time, in: tx)
    }

    private func append(
        _ type: String, _ sequence: Int64, _ source: String, _ code: String?, _ time: Timestamp, in tx: Transaction
    ) throws {
        let told = IntakeTold(id: String(sequence), source: source, code: code, at: time)
        try outbox.append(type, key: told.id, data: told.json(), in: tx)
    }
}
