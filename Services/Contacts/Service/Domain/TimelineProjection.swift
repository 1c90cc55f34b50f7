package import ContactsAPI
import Core
import JSON

/// How the log becomes the history: from one entry at most one line, by nothing but the entry itself and whose it is.
package enum TimelineProjection {
    /// `nil` for what is no line of a history.
    package static func entry(_ entry: LogEntry, of account: AccountID) throws -> TimelineEntry? {
        guard let rule = rules[entry.type] else { return nil }
        let data = try JSONValue.parse(entry.data)
        let at = rule.times.lazy.compactMap { data[$0]?.string.flatMap { Timestamp($0) } }.first ?? entry.time
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            for member in rule.members { writer.field(member, data[member]) }
            if rule.countsLines, let lines = data["lines"]?.array { writer.field("lineCount", lines.count) }
            writer.field("cause", data["cause"])
        }
        return TimelineEntry(
            account: account, at: at, sequence: entry.sequence, kind: rule.kind, source: entry.source,
            actor: actor(rule, data, entry), eventID: entry.eventID, time: entry.time, data: writer.bytes)
    }

    private static func actor(_ rule: Rule, _ data: JSONValue, _ entry: LogEntry) -> String {
        switch rule.actor {
        case .shop: "shop:" + (data["source"]?.string ?? "")
        case .service: "service:" + entry.source.drop { $0 == "/" }
        case .customer: "customer"
        case .named: (data["by"]?["kind"]?.string ?? "") + ":" + (data["by"]?["name"]?.string ?? "")
        }
    }

    /// `named`: whom the event itself names in `by`.
    private enum Actor { case shop, service, customer, named }

    private struct Rule {
        let kind: String
        let actor: Actor
        /// Where the event says when it happened; the first that is there.
        let times: [String]
        /// What is taken over, in this order.
        let members: [String]
        var countsLines = false
    }

    private static let rules: [String: Rule] = {
        let order = ["orderID", "number", "source"]
        let mail = ["mailID", "intent", "kind", "subject", "orderID", "reason"]
        var rules: [String: Rule] = [
            "crm.orders.order.placed.v1": Rule(
                kind: "order.placed", actor: .shop, times: ["placedAt"], members: order + ["total", "currency", "channel"],
                countsLines: true),
            "crm.orders.order.paid.v1": Rule(
                kind: "order.paid", actor: .shop, times: ["at"], members: order + ["amount", "currency", "reference"]),
            "crm.orders.order.refunded.v1": Rule(
                kind: "order.refunded", actor: .shop, times: ["at"], members: order + ["amount", "currency", "reference"]),
            "crm.orders.order.shipped.v1": Rule(
                kind: "order.shipped", actor: .shop, times: ["shippedAt"],
                members: order + ["shipment", "carrier", "trackingNumber", "trackingUrl", "fulfilmentState"], countsLines: true),
            "crm.orders.order.delivered.v1": Rule(
                kind: "order.delivered", actor: .shop, times: ["deliveredAt"], members: order + ["shipments", "fulfilmentState"]),
            "crm.orders.order.cancelled.v1": Rule(
                kind: "order.cancelled", actor: .shop, times: ["cancelledAt"], members: order + ["reason", "orderState"],
                countsLines: true),
            "crm.orders.order.returned.v1": Rule(
                kind: "order.returned", actor: .shop, times: ["returnedAt"], members: order + ["return", "reason"],
                countsLines: true),
            ContactsEvents.accountCreated: Rule(
                kind: "account.created", actor: .service, times: [], members: ["kind", "name"]),
            ContactsEvents.ownerChanged: Rule(
                kind: "account.owner-changed", actor: .named, times: ["at"], members: ["from", "to", "how", "reason"]),
            ContactsEvents.accountShared: Rule(kind: "account.shared", actor: .named, times: ["at"], members: ["share"]),
            ContactsEvents.accountUnshared: Rule(kind: "account.unshared", actor: .named, times: ["at"], members: ["share"]),
            ContactsEvents.accessRequested: Rule(
                kind: "account.access-requested", actor: .named, times: ["at"], members: ["request"]),
            ContactsEvents.accessAnswered: Rule(
                kind: "account.access-answered", actor: .named, times: ["at"], members: ["request"]),
            DecisionType.consentWithdrawn: Rule(
                kind: "consent.withdrawn", actor: .customer, times: ["at"], members: ["purpose", "channel", "email"]),
            ContactsEvents.contactPointVerified: Rule(
                kind: "contact-point.verified", actor: .named, times: ["at"], members: ["kind", "text", "basis"]),
            ContactsEvents.contactPointUnverified: Rule(
                kind: "contact-point.unverified", actor: .named, times: ["at"], members: ["kind", "text", "reason"]),
        ]
        for outcome in ["sent", "refused", "uncertain", "skipped"] {
            rules["crm.notifications.mail.\(outcome).v1"] = Rule(
                kind: "mail.\(outcome)", actor: .service, times: ["at"], members: mail)
        }
        return rules
    }()
}

/// Types of what is only in the log: decisions of our own that nobody is told of.
package enum DecisionType {
    package static let consentWithdrawn = "crm.contacts.consent.withdrawn.v1"
}
