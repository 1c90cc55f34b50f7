package import Core
package import JSON

/// Where a reassignment stands.
package enum ReassignmentState: String, Sendable, CaseIterable {
    /// Planned, and nothing moved.
    case previewed
    case running, done, undoing, undone
}

/// What became of one account of it.
package enum ReassignmentItemState: String, Sendable, CaseIterable {
    case planned, moved
    /// Not moved; the note says why.
    case skipped
    /// Put back.
    case undone
    /// Not put back; the note says why.
    case kept
}

/// Many accounts on their way to somebody else: what is planned, what is done, what could not be.
package struct ReassignmentResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Reassignment"

    package let id: ID
    package let state: ReassignmentState
    /// Of whom who leaves; `nil` for any other reassignment.
    package let userID: ID?
    /// Whether that user is let in no more once nothing is left with him.
    package let deactivates: Bool
    /// Who takes that user's place in teams, and in standing in for others.
    package let teamsTo: ID?
    package let deputiesTo: ID?
    package let request: ReassignmentRequest
    package let by: ActorResource
    package let createdAt: Timestamp
    package let appliedAt: Timestamp?
    package let finishedAt: Timestamp?
    package let counts: ReassignmentCounts
    package let targets: [ReassignmentShare]
    package let conflicts: [ReassignmentConflict]
    /// Of the accounts the first ones.
    package let first: [ReassignmentItemResource]

    package init(
        id: ID, state: ReassignmentState, userID: ID?, deactivates: Bool, teamsTo: ID?, deputiesTo: ID?,
        request: ReassignmentRequest, by: ActorResource,
        createdAt: Timestamp, appliedAt: Timestamp?, finishedAt: Timestamp?, counts: ReassignmentCounts,
        targets: [ReassignmentShare],
        conflicts: [ReassignmentConflict], first: [ReassignmentItemResource]
    ) {
        (self.id, self.state, self.userID, self.request, self.by) = (id, state, userID, request, by)
        (self.teamsTo, self.deputiesTo) = (teamsTo, deputiesTo)
        (self.deactivates, self.createdAt, self.appliedAt, self.finishedAt) = (deactivates, createdAt, appliedAt, finishedAt)
        (self.counts, self.targets, self.conflicts, self.first) = (counts, targets, conflicts, first)
    }

    package init?(_ fields: inout ShapeReader) {
        id = fields.id("id")
        state =
            ReassignmentState(rawValue: fields.choice("state", among: ReassignmentState.allCases.map(\.rawValue))) ?? .previewed
        userID = fields.optionalID("userID", "Who leaves; absent for what is no off-boarding.")
        deactivates = fields.optionalBoolean("deactivates", default: false, "Whether that user is let in no more then.") ?? false
        teamsTo = fields.optionalID("teamsTo", "Who takes that user's place in teams.")
        deputiesTo = fields.optionalID("deputiesTo", "Who stands in for absent people where that user does.")
        let request = fields.object("request", ReassignmentRequest.self)
        let by = fields.object("by", ActorResource.self)
        createdAt = fields.time("createdAt")
        appliedAt = fields.optionalTime("appliedAt")
        finishedAt = fields.optionalTime("finishedAt")
        let counts = fields.object("counts", ReassignmentCounts.self)
        targets = fields.objects("targets", ReassignmentShare.self, count: 0...300, "How many go to each.")
        conflicts = fields.objects("conflicts", ReassignmentConflict.self, count: 0...20, "How many are not moved, and why.")
        first = fields.objects("first", ReassignmentItemResource.self, count: 0...20, "The first accounts of it.")
        guard let request, let by, let counts else { return nil }
        (self.request, self.by, self.counts) = (request, by, counts)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("state", state.rawValue)
            writer.field("userID", userID)
            if deactivates { writer.field("deactivates", true) }
            writer.field("teamsTo", teamsTo)
            writer.field("deputiesTo", deputiesTo)
            writer.field("request", request)
            writer.field("by", by)
            writer.field("createdAt", createdAt)
            writer.field("appliedAt", appliedAt)
            writer.field("finishedAt", finishedAt)
            writer.field("counts", counts)
            writer.field("targets", array: targets)
            writer.field("conflicts", array: conflicts)
            writer.field("first", array: first)
        }
    }
}

/// How many accounts stand where; together they are all of it.
package struct ReassignmentCounts: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentCounts"

    package var planned: Int64
    package var moved: Int64
    package var skipped: Int64
    package var undone: Int64
    package var kept: Int64

    package init(planned: Int64 = 0, moved: Int64 = 0, skipped: Int64 = 0, undone: Int64 = 0, kept: Int64 = 0) {
        (self.planned, self.moved, self.skipped, self.undone, self.kept) = (planned, moved, skipped, undone, kept)
    }

    package init(_ fields: inout ShapeReader) {
        func count(_ name: String, _ doc: String) -> Int64 { fields.integer(name, in: 0...Int64.max, doc) }
        planned = count("planned", "Still to be moved.")
        moved = count("moved", "Moved; while it is undone those still to be put back.")
        skipped = count("skipped", "Not moved; the items say why.")
        undone = count("undone", "Put back.")
        kept = count("kept", "Not put back; the items say why.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("planned", planned)
            writer.field("moved", moved)
            writer.field("skipped", skipped)
            writer.field("undone", undone)
            writer.field("kept", kept)
        }
    }
}

/// How many accounts go to one receiver.
package struct ReassignmentShare: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentShare"

    package let holder: HolderResource
    package let accounts: Int64

    package init(holder: HolderResource, accounts: Int64) {
        (self.holder, self.accounts) = (holder, accounts)
    }

    package init?(_ fields: inout ShapeReader) {
        let holder = fields.object("holder", HolderResource.self)
        accounts = fields.integer("accounts", in: 0...Int64.max)
        guard let holder else { return nil }
        self.holder = holder
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("holder", holder)
            writer.field("accounts", accounts)
        }
    }
}

/// Why accounts are not moved or not put back, and how many.
package struct ReassignmentConflict: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentConflict"

    package let code: String
    package let accounts: Int64

    package init(code: String, accounts: Int64) {
        (self.code, self.accounts) = (code, accounts)
    }

    package init(_ fields: inout ShapeReader) {
        code = fields.text(
            "code",
            "already-there, missing-right, not-found, no-target, in-another-reassignment, changed, receiver-inactive, owner-inactive."
        )
        accounts = fields.integer("accounts", in: 0...Int64.max)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("code", code)
            writer.field("accounts", accounts)
        }
    }
}

/// One account of a reassignment.
package struct ReassignmentItemResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentItem"

    package let accountID: AccountID
    package let accountName: String
    package let from: HolderResource
    package let to: HolderResource
    package let state: ReassignmentItemState
    package let note: String?

    package init(
        accountID: AccountID, accountName: String, from: HolderResource, to: HolderResource, state: ReassignmentItemState,
        note: String?
    ) {
        (self.accountID, self.accountName, self.from, self.to) = (accountID, accountName, from, to)
        (self.state, self.note) = (state, note)
    }

    package init?(_ fields: inout ShapeReader) {
        accountID = AccountID(fields.id("accountID"))
        accountName = fields.text("accountName")
        let from = fields.object("from", HolderResource.self)
        let to = fields.object("to", HolderResource.self)
        state =
            ReassignmentItemState(rawValue: fields.choice("state", among: ReassignmentItemState.allCases.map(\.rawValue)))
            ?? .planned
        note = fields.optionalText("note", "Why it was not moved, or not put back.")
        guard let from, let to else { return nil }
        (self.from, self.to) = (from, to)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("accountName", accountName)
            writer.field("from", from)
            writer.field("to", to)
            writer.field("state", state.rawValue)
            writer.field("note", note)
        }
    }
}
