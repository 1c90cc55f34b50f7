import Changes
package import ContactsAPI
package import Core
package import Database
package import Events
import JSON

/// Tells others what became of an account: other services by an event, which is kept in the log, and those who follow changes. Each
/// event raises the account's version by one.
package struct TellAccount: Sendable {
    package let outbox: Outbox
    package let record: RecordEvent

    package func created(_ account: inout Account, in tx: Transaction) throws {
        account.version += 1
        try tell(
            ContactsEvents.accountCreated, account.told, of: account, as: ContactsChange.created, isOpen: true, in: tx)
    }

    package func changed(
        _ account: inout Account, isRenamed: Bool = false, by actor: ActorResource = OwnerChange.byRule, in tx: Transaction
    ) throws {
        account.version += 1
        try tell(ContactsEvents.accountChanged, account.told, of: account, by: actor, isOpen: isRenamed, in: tx)
    }

    package func ownerChanged(
        _ account: inout Account, was before: Account, from: HolderResource, to: HolderResource, _ change: OwnerChange,
        in tx: Transaction
    ) throws {
        account.version += 1
        let data = AccountOwnerChanged(
            accountID: account.id, name: account.name, from: from, to: to, way: change.way, reason: change.reason, at: change.at,
            by: change.by,
            reassignmentID: change.reassignment, version: account.version)
        try tell(
            ContactsEvents.ownerChanged, data, of: account, as: ContactsChange.ownerChanged, by: change.by, isOpen: true,
            was: before.access, in: tx)
    }

    package func linked(_ account: inout Account, to order: ArrivingOrder, in tx: Transaction) throws {
        account.version += 1
        let link = OrderLinked(orderID: order.id, source: order.source, number: order.number, accountID: account.id)
        try tell(ContactsEvents.orderLinked, link, of: account, in: tx)
    }

    package func verified(
        _ account: inout Account, _ point: ContactPoint, _ verification: VerificationResource, in tx: Transaction
    ) throws {
        account.version += 1
        let data = ContactPointVerified(
            accountID: account.id, kind: point.kind.rawValue, value: point.value, text: point.text, verification: verification,
            version: account.version)
        try tell(ContactsEvents.contactPointVerified, data, of: account, by: verification.by, in: tx)
    }

    package func unverified(
        _ account: inout Account, _ point: ContactPoint, at moment: Timestamp, by actor: ActorResource, reason: String?,
        cause: ContactPointUnverified.Cause?, in tx: Transaction
    ) throws {
        account.version += 1
        let data = ContactPointUnverified(
            accountID: account.id, kind: point.kind.rawValue, value: point.value, text: point.text, at: moment, by: actor,
            reason: reason, cause: cause, version: account.version)
        try tell(ContactsEvents.contactPointUnverified, data, of: account, by: actor, in: tx)
    }

    /// `before` is who could see it, where that changes with it; `isOpen` as in `Change`.
    func tell(
        _ type: String, _ data: some JSONWritable, of account: Account, as change: String = ContactsChange.changed,
        by actor: ActorResource = OwnerChange.byRule, isOpen: Bool = false, was before: RecordFacts? = nil, in tx: Transaction
    ) throws {
        let event = try outbox.append(
            type, key: account.id.description, version: account.version, data: data.json(), in: tx)
        try record.perform(event, account: account.id, in: tx)
        try ChangeStore.add(
            Change(
                change, record: account.id.id, account: account.id.id, version: account.version, at: event.time,
                actor: actor.kind + ":" + actor.name, isOpen: isOpen, before: before), in: tx)
    }
}
