import ContactsAPI
import Core
package import Database
package import Events
import JSON

/// Tells others what became of an account, and keeps what was told in the log. Each event raises the account's version by one.
package struct TellAccount: Sendable {
    package let outbox: Outbox
    package let record: RecordEvent

    package func created(_ account: inout Account, in tx: Transaction) throws {
        account.version += 1
        try tell(ContactsEvents.accountCreated, account.told, of: account, in: tx)
    }

    package func changed(_ account: inout Account, in tx: Transaction) throws {
        account.version += 1
        try tell(ContactsEvents.accountChanged, account.told, of: account, in: tx)
    }

    package func linked(_ account: inout Account, to order: ArrivingOrder, in tx: Transaction) throws {
        account.version += 1
        let link = OrderLinked(orderID: order.id, source: order.source, number: order.number, accountID: account.id)
        try tell(ContactsEvents.orderLinked, link, of: account, in: tx)
    }

    private func tell(_ type: String, _ data: some JSONWritable, of account: Account, in tx: Transaction) throws {
        let event = try outbox.append(
            type, key: account.id.description, version: account.version, data: data.json(), in: tx)
        try record.perform(event, account: account.id, in: tx)
    }
}
