import Core
package import Database
import JSON
import OrdersAPI

/// Takes one order from a person or a script and answers with the order and its receipt.
package struct PlaceOrder: Sendable {
    package struct Placed: Sendable {
        package let answer: IntakeAnswer
        package let receipt: [UInt8]
        /// The order and its receipt as JSON; nil when it was refused.
        package let reply: [UInt8]?
        /// Whether the same request was answered before; then the reply is the same.
        package let isReplay: Bool
    }

    private let database: any Database
    private let judge: JudgeShopEvent
    private let keys: IntakeKeys
    private let store = IntakeStore()
    private let orders = OrderReader()

    package init(database: any Database, judge: JudgeShopEvent, keys: IntakeKeys) {
        self.database = database
        self.judge = judge
        self.keys = keys
    }

    package func callAsFunction(_ event: IntakeEvent) async throws -> Placed {
        let copy = self
        return try await ReceiveShopEvents.write(to: database) { try copy.perform(event, in: $0) }
    }

    private func perform(_ event: IntakeEvent, in tx: Transaction) throws -> Placed {
        let answer = try judge.perform(event, in: tx)
        let receipt = keys.sign(answer.receipt)
        switch answer.kind {
        case .refused:
            // What was sent is kept, but no order was made.
            tx.notes?.isBookkeeping = true
            return Placed(answer: answer, receipt: receipt, reply: nil, isReplay: false)
        case .taken:
            let reply = try reply(answer, receipt, in: tx)
            if let reply { try store.keepReply(reply, answer.sequence, in: tx) }
            return Placed(answer: answer, receipt: receipt, reply: reply, isReplay: false)
        case .duplicate:
            // Another key with the same content is told what it repeats; the same key gets the same answer.
            let isReplay = answer.receipt.id == event.id
            let kept = isReplay ? try store.reply(answer.sequence, in: tx) : nil
            let reply = try kept ?? reply(answer, isReplay ? receipt : answer.json(signed: receipt), in: tx)
            return Placed(answer: answer, receipt: receipt, reply: reply, isReplay: isReplay)
        }
    }

    private func reply(_ answer: IntakeAnswer, _ receipt: [UInt8], in tx: Transaction) throws -> [UInt8]? {
        guard let id = answer.receipt.order, let found = try orders.order(id, in: tx) else { return nil }
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            writer.field("order", found.resource)
            writer.key("receipt")
            writer.raw(receipt)
        }
        return writer.bytes
    }
}
