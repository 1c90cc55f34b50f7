import Access
import ContactsAPI
package import Core
package import Database
package import Events
import JSON

/// Moves the accounts of a reassignment, or puts them back, in steps, each durable: started again it goes on where it was.
package struct RunReassignment: Sendable {
    package static let kind = "contacts.reassign"
    static let step = 100

    package let database: any Database
    package let change: ChangeOwner
    package let leave: LeaveShares
    package let outbox: Outbox
    package let clock: any WallClock

    package static func payload(_ id: ID) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.field("reassignmentID", id) }
        return writer.bytes
    }

    package static func reassignment(_ payload: [UInt8]) throws -> ID? {
        try JSONValue.parse(payload)["reassignmentID"]?.string.flatMap { ID($0) }
    }

    /// `after` is called after each step.
    package func callAsFunction(_ id: ID, after: @Sendable () throws -> Void = {}) async throws {
        while try await database.write({ tx in try step(id, in: tx) }) {
            try Task.checkCancellation()
            try after()
        }
    }

    /// False when there is nothing left to do.
    private func step(_ id: ID, in tx: Transaction) throws -> Bool {
        guard var plan = try ReassignmentStore.find(id, forUpdate: true, in: tx)?.reassignment else { return false }
        guard plan.state == .running || plan.state == .undoing else { return false }
        let isForward = plan.state == .running
        let items = try ReassignmentItemStore.next(of: id, isForward ? .planned : .moved, limit: Self.step, in: tx)
        for item in items {
            if isForward {
                try move(item, plan, in: tx)
            } else {
                try putBack(item, plan, in: tx)
            }
        }
        plan.counts = try ReassignmentItemStore.counts(of: id, in: tx)
        let isOver = try items.isEmpty && !leave.step(plan, in: tx)
        if isOver {
            plan.state = isForward ? .done : .undone
            plan.finishedAt = clock.now()
            try tell(plan, in: tx)
        }
        try ReassignmentStore.save(plan, in: tx)
        return !isOver
    }

    private func move(_ item: ReassignmentItem, _ plan: Reassignment, in tx: Transaction) throws {
        func skip(_ note: String) throws {
            try ReassignmentItemStore.set(item, of: plan.id, .skipped, note: note, version: 0, in: tx)
        }
        guard let account = try AccountStore.load(item.account, forUpdate: true, in: tx) else {
            return try skip(ReassignmentNote.notFound)
        }
        guard account.ownership == item.from else { return try skip(ReassignmentNote.changed) }
        guard try Self.isOpen(item.to, in: tx) else { return try skip(ReassignmentNote.receiverInactive) }
        let (_, entry) = try change.perform(account, to: item.to, why(.reassigned, plan), in: tx)
        try ReassignmentItemStore.set(item, of: plan.id, .moved, version: entry.version, in: tx)
    }

    private func putBack(_ item: ReassignmentItem, _ plan: Reassignment, in tx: Transaction) throws {
        func keep(_ note: String) throws {
            try ReassignmentItemStore.set(item, of: plan.id, .kept, note: note, version: item.version, in: tx)
        }
        guard let account = try AccountStore.load(item.account, forUpdate: true, in: tx) else {
            return try keep(ReassignmentNote.notFound)
        }
        // Whatever else became of the client since: only a new owner keeps it where it is.
        let newest = try OwnerStore.page(of: item.account, before: nil, limit: 1, in: tx).first
        guard newest?.version == item.version else { return try keep(ReassignmentNote.changed) }
        guard try Self.isOpen(item.from, in: tx) else { return try keep(ReassignmentNote.ownerInactive) }
        let (_, entry) = try change.perform(account, to: item.from, why(.undone, plan), in: tx)
        try ReassignmentItemStore.set(item, of: plan.id, .undone, version: entry.version, in: tx)
    }

    private func why(_ way: OwnershipWay, _ plan: Reassignment) -> OwnerChange {
        OwnerChange(
            way, reason: plan.request.reason, by: plan.appliedBy ?? plan.by, at: clock.now(), reassignment: plan.id)
    }

    /// Whether an account may belong there: nobody who left comes to own anything.
    private static func isOpen(_ ownership: Ownership, in tx: Transaction) throws -> Bool {
        if let owner = ownership.owner { return try OrganizationStore.user(owner, in: tx)?.isActive ?? false }
        return try ownership.unit == UnitTree.root || OrganizationStore.unit(ownership.unit, in: tx)?.isActive ?? false
    }

    private func tell(_ plan: Reassignment, in tx: Transaction) throws {
        let (departure, isDone) = (plan.departure, plan.state == .done)
        let isClear = try departure.map { try !AccountStore.hasAny(of: $0.user, in: tx) } ?? false
        let told = ReassignmentFinished(
            reassignmentID: plan.id, state: plan.state, userID: departure?.user,
            deactivates: isDone && isClear && departure?.deactivates == true,
            deputiesTo: isDone ? departure?.deputiesTo : nil, counts: plan.counts, at: clock.now(),
            by: plan.appliedBy ?? plan.by)
        try outbox.append(ContactsEvents.reassignmentFinished, key: plan.id.description, data: told.json(), in: tx)
    }
}
