package import Database
package import Events

/// Where the receipts of events from the shop's topic go: in the transaction of the event, so that there is one for each.
package struct IntakeReceiptTopic: Sendable {
    private let outbox: Outbox
    private let topic: String

    package init(outbox: Outbox, topic: String) {
        self.outbox = outbox
        self.topic = topic
    }

    /// `key` is that of the event's record, so that a shop finds its receipts where its order's events are.
    package func append(_ receipt: [UInt8], key: String?, in tx: Transaction) throws {
        let headers = [Record.Header("content-type", Array("application/json".utf8))]
        try outbox.append(Record(topic: topic, key: key, headers: headers, value: receipt), in: tx)
    }
}
