/// The rights a token or a person can hold. `*` is all of them.
package enum Scope {
    package static let all: [(name: String, summary: String)] = [
        ("events:write", "Send events of a shop."),
        ("orders:write", "Enter orders."),
        ("orders:read", "See orders."),
        ("intake:read", "See the order intake and what was rejected."),
        ("intake:write", "Correct, retry and discard what was rejected."),
        ("customers:read", "See customers and their history."),
        ("customers:write", "Verify mail addresses and phone numbers of customers."),
        ("products:read", "See products."),
        ("mails:read", "See mails that were sent."),
        ("mails:write", "Decide about mails whose delivery is uncertain."),
        ("metrics:read", "Read the metrics."),
        ("tokens:write", "Make and revoke tokens."),
        ("sessions:write", "See and end the sessions of others."),
    ]

    package static func isKnown(_ scope: String) -> Bool {
        scope == "*" || all.contains { $0.name == scope }
    }
}
