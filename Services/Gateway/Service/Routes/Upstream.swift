import HTTP

/// Which service answers what. Longest prefix wins; the gateway's own routes come before all of them.
enum Upstream {
    static let prefixes: [(prefix: String, service: String)] = [
        ("/v1/events", "orders"),
        ("/v1/orders", "orders"),
        ("/v1/order-intake", "orders"),
        ("/v1/order-summaries", "orders"),
        ("/v1/order-counts", "orders"),
        ("/v1/products", "orders"),
        ("/.well-known/relata-receipts.json", "orders"),
        ("/v1/customers", "contacts"),
        // Not the card of a customer with this id, which is the gateway's own.
        ("/v1/customers/export", "contacts"),
        ("/v1/customers/changes", "contacts"),
        ("/v1/customer-counts", "contacts"),
        ("/v1/accounts", "contacts"),
        ("/v1/suspected-duplicates", "contacts"),
        ("/v1/queue-rules", "contacts"),
        ("/v1/access-requests", "contacts"),
        ("/v1/export-requests", "contacts"),
        ("/v1/exports", "contacts"),
        ("/v1/export-counts", "contacts"),
        ("/v1/reassignments", "contacts"),
        ("/v1/users/{id}/holdings", "contacts"),
        ("/v1/users/{id}/offboardings", "contacts"),
        ("/v1/mails", "notifications"),
        ("/v1/mail-counts", "notifications"),
        ("/unsubscribe", "notifications"),
    ]

    static let services = ["contacts", "notifications", "orders"]

    /// Whether the pattern of a service's route is reached from outside; what services have for each other is not.
    static func leads(_ pattern: String, to service: String) -> Bool {
        prefixes.contains { $0.service == service && (pattern == $0.prefix || pattern.hasPrefix($0.prefix + "/")) }
    }

    /// Prefixes that need no sign-in: one-click unsubscribe carries its own signed token, the receipt keys are public.
    static func isOpen(_ prefix: String) -> Bool {
        prefix == "/unsubscribe" || prefix.hasPrefix("/.well-known/")
    }
}
