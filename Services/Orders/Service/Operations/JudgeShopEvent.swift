package import Core
import Crypto
package import Database
import OrdersAPI

/// Decides one event against what was there before, and keeps it with its outcome; all in the caller's transaction.
package struct JudgeShopEvent: Sendable {
    private let apply: ApplyShopEvent
    private let release: ReleaseWaiting
    private let keys: IntakeKeys
    private let sequence: IntakeSequence
    private let tell: TellIntake
    private let clock: any WallClock
    private let enforcesCatalogue: Bool
    private let store = IntakeStore()
    private let catalogue = IntakeCatalogue()

    package init(
        apply: ApplyShopEvent, release: ReleaseWaiting, keys: IntakeKeys, sequence: IntakeSequence, tell: TellIntake,
        clock: any WallClock, enforcesCatalogue: Bool
    ) {
        self.apply = apply
        self.release = release
        self.keys = keys
        self.sequence = sequence
        self.tell = tell
        self.clock = clock
        self.enforcesCatalogue = enforcesCatalogue
    }

    /// Holds until the end of the transaction whatever else speaks of the same order: an event that finds no order must not miss
    /// the one that places it, and it must not miss what waits for it.
    static func lock(source: String, orderNumber: String, in tx: Transaction) throws {
        try OrderStore().lock(source: source, number: orderNumber, in: tx)
    }

    /// In order. What was there before them is asked for at once, but where an earlier one of them may change it.
    package func perform(_ events: [IntakeEvent], in tx: Transaction) throws -> [IntakeAnswer] {
        var known = try lookAhead(events, in: tx)
        return try events.indices.map { index in
            let event = events[index]
            let step = try step(event, in: tx)
            if let rejection = event.namelessRejection { return try refuse(step, rejection) }
            let found = try known[index] ?? store.find([event], in: tx)[0]
            // What waited may be settled now, and its name be free.
            if found.waiting != nil { known = [:] }
            return try decide(step, found)
        }
    }

    /// `original` is the rejected event that this one is a retry of: then a refusal is thrown, as nothing may change.
    package func perform(_ event: IntakeEvent, retrying original: IntakeRow? = nil, in tx: Transaction) throws -> IntakeAnswer {
        let step = try step(event, retrying: original, in: tx)
        if let rejection = event.namelessRejection { return try refuse(step, rejection) }
        if let number = event.content?.orderNumber { try Self.lock(source: event.source, orderNumber: number, in: tx) }
        return try decide(step, store.find([event], in: tx)[0])
    }

    /// Locks the orders that the events speak of, and finds what was there before them, by their place; not for an event of a name
    /// or an order that an earlier one has.
    private func lookAhead(_ events: [IntakeEvent], in tx: Transaction) throws -> [Int: IntakeStore.Found] {
        // In one order everywhere, so that no two transactions wait for each other.
        let orders = events.compactMap { event in event.content?.orderNumber.map { (event.source, $0) } }.sorted(by: <)
        for (source, number) in orders { try Self.lock(source: source, orderNumber: number, in: tx) }
        var seen: Set<String> = []
        let places = events.indices.filter { place in
            let (source, id, number) = (events[place].source, events[place].id, events[place].content?.orderNumber)
            let isNewEvent = seen.insert("event \(source) \(id)").inserted
            let isNewOrder = number.map { seen.insert("order \(source) \($0)").inserted } ?? true
            return isNewEvent && isNewOrder
        }
        return Dictionary(uniqueKeysWithValues: zip(places, try store.find(places.map { events[$0] }, in: tx)))
    }

    private func step(_ event: IntakeEvent, retrying original: IntakeRow? = nil, in tx: Transaction) throws -> Step {
        Step(event: event, original: original, sequence: sequence.next(clock.now()), keyNumber: try keys.current(in: tx), tx: tx)
    }

    private func decide(_ step: Step, _ found: IntakeStore.Found) throws -> IntakeAnswer {
        let event = step.event
        let same = step.original == nil ? found.rejected.flatMap { $0.isRepeated(by: event) ? $0 : nil } : nil
        if let held = found.held {
            if held.contentDigest == event.contentDigest { return try duplicate(step, of: held) }
            return try same.map { try repeated(step, $0) } ?? refuse(step, .nameTaken)
        }
        if let same { return try repeated(step, same) }
        switch event.verdict {
        case .rejected(let rejection): return try refuse(step, rejection)
        case .readable(let content): return try take(step, content, found)
        }
    }

    private func take(_ step: Step, _ content: ShopEvent, _ found: IntakeStore.Found) throws -> IntakeAnswer {
        let (event, tx) = (step.event, step.tx)
        if let waiting = found.waiting, let name = event.heldName, waiting.heldName == name {
            if waiting.contentDigest == event.contentDigest { return try duplicate(step, of: waiting) }
            return try refuse(step, .conflict(content.nameTaken))
        }
        if enforcesCatalogue, case .placed(let order) = content {
            let faults = try catalogue.unknownProducts(of: order, source: event.source, in: tx)
            guard faults.isEmpty else { return try refuse(step, IntakeRejection(faults: faults)) }
        }
        switch try apply.perform(content, event.shopAttributes, number: .locked(found.placed), in: tx) {
        case .accepted(let order):
            try store.insertAccepted(
                event, sequence: step.sequence, keyNumber: step.keyNumber, order: order, retryOf: step.original?.sequence, in: tx)
            try supersede(step, found)
            if found.waiting != nil, let number = content.orderNumber {
                try release.perform(source: event.source, orderNumber: number, in: tx)
            }
            return IntakeAnswer(kind: .taken, receipt: step.receipt(.accepted, order: order), sequence: step.sequence)
        case .waiting(let reason):
            try store.insertWaiting(
                event, sequence: step.sequence, keyNumber: step.keyNumber, reason: reason, retryOf: step.original?.sequence,
                in: tx)
            try supersede(step, found)
            return IntakeAnswer(kind: .taken, receipt: step.receipt(.waiting), sequence: step.sequence)
        case .duplicate(let id):
            guard let first = try store.held(source: event.source, id: id, in: tx) else {
                return try refuse(step, .conflict(content.nameTaken))
            }
            return try duplicate(step, of: first)
        case .conflict(let fault):
            return try refuse(step, .conflict(fault))
        case .rejected(let faults):
            return try refuse(step, IntakeRejection(faults: faults))
        }
    }

    private func supersede(_ step: Step, _ found: IntakeStore.Found) throws {
        guard let rejected = found.rejected else { return }
        try store.supersede(step.event, by: step.sequence, at: step.event.receivedAt, in: step.tx)
        try tell.settled(rejected.sequence, source: rejected.source, at: clock.now(), in: step.tx)
    }

    private func duplicate(_ step: Step, of first: IntakeRow) throws -> IntakeAnswer {
        try store.insertDuplicate(step.event, sequence: step.sequence, keyNumber: step.keyNumber, of: first, in: step.tx)
        try keys.require(first.keyNumber, in: step.tx)
        return IntakeAnswer(kind: .duplicate, receipt: first.receipt, sequence: first.sequence)
    }

    /// The same rejected event, unchanged: the same rejection, whatever has changed around it since.
    private func repeated(_ step: Step, _ first: IntakeRow) throws -> IntakeAnswer {
        try store.insertDuplicate(step.event, sequence: step.sequence, keyNumber: step.keyNumber, of: first, in: step.tx)
        try keys.require(first.keyNumber, in: step.tx)
        return IntakeAnswer(kind: .refused, receipt: first.settledReceipt ?? first.receipt, sequence: first.sequence)
    }

    private func refuse(_ step: Step, _ rejection: IntakeRejection) throws -> IntakeAnswer {
        guard step.original == nil else { throw rejection }
        // The same event may be refused at this moment beside us: then the second one is its repetition.
        let (event, tx) = (step.event, step.tx)
        try tx.lock(key: "orders.intake.refused/\(event.source)\n\(event.id)\n\(Base64.encode(event.rejectionDigest))")
        if let same = try store.findRefused(event, in: tx), same.isRepeated(by: event) { return try repeated(step, same) }
        try store.insertRejected(step.event, sequence: step.sequence, keyNumber: step.keyNumber, rejection, in: step.tx)
        try tell.rejected(step.sequence, source: event.source, code: rejection.code, at: event.receivedAt, in: tx)
        return IntakeAnswer(
            kind: .refused, receipt: step.receipt(rejection.outcome, rejection: rejection), sequence: step.sequence)
    }

    private struct Step {
        let event: IntakeEvent
        let original: IntakeRow?
        let sequence: Int64
        let keyNumber: Int64
        let tx: Transaction

        func receipt(
            _ outcome: IntakeOutcome, order: OrderID? = nil, rejection: IntakeRejection? = nil
        ) -> IntakeReceipt {
            IntakeReceipt(
                outcome: outcome, source: event.source, id: event.id, type: event.type, dataDigest: event.dataDigest,
                sequence: sequence, receivedAt: event.receivedAt, order: order, rejection: rejection, keyNumber: keyNumber)
        }
    }
}

extension ShopEvent {
    /// The name it brings is taken by a waiting event that says something else.
    fileprivate var nameTaken: Fault {
        let pointer =
            switch self {
            case .paid, .refunded: "/reference"
            case .shipped: "/shipment"
            case .returned: "/return"
            case .placed: "/number"
            default: ""
            }
        return Fault(
            pointer: pointer, code: "already-exists-with-other-content",
            detail: "Another event of the order has this name, with other content.")
    }
}
