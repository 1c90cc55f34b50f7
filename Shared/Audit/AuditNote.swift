package import Core
package import Database
package import JSON
import Synchronization

/// What the audit will say of the request that is being answered. Handlers and what they call add to it; the line is made of it
/// when it is due.
package final class AuditNote: Sendable {
    /// Of the request that this task answers, where its route owes a line.
    @TaskLocal package static var current: AuditNote?

    private struct State {
        var records: [String] = []
        var known: Set<String> = []
        var fields: [String] = []
        var count = 0
        /// Rows that left in bulk, which are counted and not named.
        var exported: Int?
        var person: TransactionNotes.Person?
        var decision: AccessDecision?
        var told: [(String, JSONValue)] = []
        var lines = 0
    }

    /// Ids beyond this are counted and not listed: a page has at most 200.
    private static let most = 1000

    package let duty: AuditDuty
    let trail: AuditTrail
    private let caller: Caller
    private let door: String
    /// The coarse right that the route asked for.
    private let scope: String?
    private let address: String
    private let request: String
    /// Names of the query's parameters: by what a list was narrowed, without the words that were looked for.
    private let query: [String]
    private let state = Mutex(State())

    package init(
        _ duty: AuditDuty, trail: AuditTrail, caller: Caller, door: String, scope: String?, address: String, request: String,
        query: [String] = [], records: [String] = []
    ) {
        (self.duty, self.trail, self.caller, self.door, self.scope) = (duty, trail, caller, door, scope)
        (self.address, self.request, self.query) = (address, request, query)
        saw(records)
        state.withLock { $0.count = 0 }
    }

    /// These records are shown.
    package func saw(_ records: [String]) {
        state.withLock { state in
            state.count += records.count
            for record in records where state.records.count < Self.most && state.known.insert(record).inserted {
                state.records.append(record)
            }
        }
    }

    /// The line is about this, too; it is found by it, and is none of the records that are counted.
    package func about(_ record: String) {
        state.withLock { state in
            if state.known.insert(record).inserted { state.records.append(record) }
        }
    }

    /// These fields are to be changed.
    package func named(_ fields: [String]) {
        state.withLock { $0.fields += fields.filter { !$0.isEmpty } }
    }

    /// This rule allowed it.
    package func decided(_ decision: AccessDecision) {
        state.withLock { $0.decision = decision }
    }

    /// A further member of the details. Ids, names of things, times: never what stands in a record.
    package func tell(_ key: String, _ value: JSONValue) {
        state.withLock { $0.told.append((key, value)) }
    }

    /// A line for the end of an export, whose first line was written before it began.
    package func exported(_ count: Int, _ outcome: String) async throws {
        state.withLock { $0.exported = count }
        try await trail.write(entry(outcome))
    }

    /// Whether a transaction has written a line already.
    package var hasLine: Bool { state.withLock { $0.lines > 0 } }

    /// A transaction was committed with these notes, and with a line of its own where it had to.
    func committed(_ notes: TransactionNotes, withLine: Bool) {
        saw(notes.records)
        state.withLock { state in
            state.person = notes.person ?? state.person
            state.decision = notes.decision ?? state.decision
            if withLine { state.lines += 1 }
        }
    }

    /// The line as things stand, with what the transaction has to say of itself.
    package func entry(_ outcome: String, _ inside: TransactionNotes = TransactionNotes()) -> AuditEntry {
        let state = state.withLock { $0 }
        let person = inside.person ?? state.person
        var details: [(String, JSONValue)] = []
        if let count = state.exported ?? (state.count > state.records.count ? state.count : nil) {
            details.append(("count", .number(JSONNumber(Int64(count)))))
        }
        if !inside.events.isEmpty { details.append(("events", .array(inside.events.map { .string($0) }))) }
        details += state.told
        if !query.isEmpty { details.append(("query", .array(query.map { .string($0) }))) }
        return AuditEntry(
            id: trail.ids.next(),
            actor: AuditEntry.Actor(
                kind: person == nil ? caller.kind.rawValue : Caller.Kind.person.rawValue, subject: person?.id ?? caller.subject,
                name: person?.name ?? caller.name),
            address: address, request: request, action: duty.action.rawValue, resource: duty.resource.rawValue, door: door,
            outcome: outcome, records: state.records + inside.records.filter { !state.known.contains($0) },
            fields: state.fields + inside.fields.filter { !state.fields.contains($0) },
            rule: rule(inside.decision ?? state.decision),
            details: details.object)
    }

    /// The rule that decided, where that is known; else all that the caller holds for such a thing.
    private func rule(_ decision: AccessDecision?) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if let scope { members.append(("scope", .string(scope))) }
        if let rule = decision?.by {
            members.append(("role", .string(rule.grant.role)))
            members.append(("rows", .string(rule.grant.scope.rawValue)))
            members.append(("reach", .string(rule.reach.text)))
            return members.object
        }
        let grants = caller.viewer.grants.filter {
            $0.resource == duty.resource && duty.rights.contains(where: $0.actions.contains)
        }
        if !grants.isEmpty {
            let held = grants.prefix(20).map { grant -> JSONValue in
                [("role", JSONValue.string(grant.role)), ("rows", .string(grant.scope.rawValue))].object
            }
            members.append(("grants", .array(held)))
        }
        return members.object
    }
}

extension AuditDuty {
    /// The actions of a right that can have allowed it.
    fileprivate var rights: [Action] {
        switch action {
        case .view: [.view]
        case .export: [.export]
        case .change: [.create, .change, .delete, .assign, .administer]
        case .signIn, .signOut, .alarm, .retention: []
        }
    }
}

extension AccessDecision.Reach {
    fileprivate var text: String {
        switch self {
        case .owner: "owner"
        case .deputy(let user): "deputy of \(user)"
        case .unit(let unit): "unit \(unit)"
        case .shared(let principal): "shared with \(principal)"
        case .all: "all"
        }
    }
}
