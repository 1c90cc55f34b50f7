package import Core
package import JSON

/// Which accounts are to be moved; what is not said matches any. Only those that the asker may assign are.
package struct ReassignmentFilter: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentFilter"

    package let ownerID: ID?
    package let unitID: ID?
    /// Only those that wait in a queue.
    package let isQueue: Bool
    package let accounts: [AccountID]?

    package init(ownerID: ID?, unitID: ID? = nil, isQueue: Bool = false, accounts: [AccountID]? = nil) {
        (self.ownerID, self.unitID, self.isQueue, self.accounts) = (ownerID, unitID, isQueue, accounts)
    }

    package init(_ fields: inout ShapeReader) {
        ownerID = fields.optionalID("ownerID", "Of this owner.")
        unitID = fields.optionalID("unitID", "Of this unit: its people's, and those in its queue.")
        isQueue = fields.optionalBoolean("queue", default: false, "Only those that wait in a queue.") ?? false
        let texts = fields.optionalTexts("accounts", count: 1...1000, length: 36...36, "These, by their ids.")
        accounts = texts?.compactMap { AccountID($0) }
        if let texts, let accounts, texts.count != accounts.count {
            fields.fault(at: "accounts", code: "wrong-type", detail: "Must be ids in the form of a UUID.")
        }
        if ownerID == nil, unitID == nil, texts == nil {
            fields.fault(code: "missing", detail: "Needs ownerID, unitID or accounts.")
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("ownerID", ownerID)
            writer.field("unitID", unitID)
            if isQueue { writer.field("queue", true) }
            writer.field("accounts", array: accounts?.map(\.description))
        }
    }
}

/// To whom accounts go.
package struct ReassignmentTarget: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentTarget"

    /// One of both.
    package let userID: ID?
    /// The unit whose queue it is.
    package let unitID: ID?
    /// With the rule per-unit: those that belong to this unit now.
    package let forUnitID: ID?

    package init(userID: ID?, unitID: ID?, forUnitID: ID?) {
        (self.userID, self.unitID, self.forUnitID) = (userID, unitID, forUnitID)
    }

    package init(_ fields: inout ShapeReader) {
        (userID, unitID) = fields.userOrUnit("The queue of this unit; or userID.")
        forUnitID = fields.optionalID("forUnitID", "With the rule per-unit: accounts of this unit go here.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("userID", userID)
            writer.field("unitID", unitID)
            writer.field("forUnitID", forUnitID)
        }
    }
}

/// How accounts are spread over their receivers.
package struct ReassignmentRule: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentRule"

    package enum Kind: String, Sendable, CaseIterable {
        case one
        case roundRobin = "round-robin"
        case perUnit = "per-unit"
    }

    package let kind: Kind
    package let targets: [ReassignmentTarget]

    package init(_ kind: Kind, _ targets: [ReassignmentTarget]) {
        (self.kind, self.targets) = (kind, targets)
    }

    package init(_ fields: inout ShapeReader) {
        let text = fields.choice(
            "kind", among: Kind.allCases.map(\.rawValue),
            "one: all to the only target; round-robin: to each in turn; per-unit: by the unit that an account belongs to now.")
        kind = Kind(rawValue: text) ?? .one
        targets = fields.objects("targets", ReassignmentTarget.self, count: 1...300)
        switch kind {
        case .one where targets.count > 1:
            fields.fault(at: "targets", code: "out-of-range", detail: "The rule one has one target.")
        case .perUnit
        where Set(targets.map(\.forUnitID)).count < targets.count || targets.contains(where: { $0.forUnitID == nil }):
            fields.fault(
                at: "targets", code: "out-of-range", detail: "The rule per-unit needs forUnitID in each target, each once.")
        case .one, .roundRobin, .perUnit: break
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("kind", kind.rawValue)
            writer.field("targets", array: targets)
        }
    }
}

/// Many accounts that are to belong to somebody else.
package struct ReassignmentRequest: Shape, JSONWritable, Hashable {
    package static let shapeName = "ReassignmentRequest"

    package let filter: ReassignmentFilter
    package let rule: ReassignmentRule
    package let reason: String

    package init(filter: ReassignmentFilter, rule: ReassignmentRule, reason: String) {
        (self.filter, self.rule, self.reason) = (filter, rule, reason)
    }

    package init?(_ fields: inout ShapeReader) {
        let filter = fields.object("filter", ReassignmentFilter.self)
        let rule = fields.object("rule", ReassignmentRule.self)
        reason = fields.text("reason", length: 1...500, "Why; it stands in every client's history.")
        guard let filter, let rule else { return nil }
        (self.filter, self.rule) = (filter, rule)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("filter", filter)
            writer.field("rule", rule)
            writer.field("reason", reason)
        }
    }
}
