package import Core

/// A coarse right that a route asks for; `*` is all of them. A token names its scopes; those of a user follow from the grants of
/// his roles, by this table and nothing else.
package struct Scope: Hashable, Sendable {
    package let name: String
    package let summary: String
    /// The right that opens the scope: on any row, at any level. Which rows then, the viewer decides.
    package let resource: Resource
    package let action: Action

    /// Of the token that a directory keeps users and groups with.
    static let directory = "directory:write"

    package static let all: [Scope] = [
        Scope("events:write", .intake, .create, "Send events of a shop."),
        Scope("orders:write", .order, .create, "Enter orders."),
        Scope("orders:read", .order, .view, "See orders."),
        Scope("intake:read", .intake, .view, "See the order intake and what was rejected."),
        Scope("intake:write", .intake, .change, "Correct, retry and discard what was rejected."),
        Scope("customers:read", .account, .view, "See customers and their history."),
        Scope("customers:write", .account, .change, "Correct customers, and verify their mail addresses and phone numbers."),
        Scope("customers:assign", .account, .assign, "Give customers to other owners."),
        Scope("customers:export", .account, .export, "Export customers."),
        Scope("customers:administer", .account, .administer, "Approve large exports of others, and see all exports."),
        Scope("products:read", .product, .view, "See products."),
        Scope("mails:read", .mail, .view, "See mails that were sent."),
        Scope("mails:write", .mail, .change, "Decide about mails whose delivery is uncertain."),
        Scope("metrics:read", .operations, .view, "Read the metrics."),
        Scope("operations:read", .operations, .view, "See how the services are, their jobs and the events that wait."),
        Scope("operations:write", .operations, .change, "Retry, cancel and skip jobs and events, and see what jobs were given."),
        Scope("tokens:write", .token, .administer, "Make and revoke tokens."),
        Scope("sessions:write", .organization, .change, "See and end the sessions of others."),
        Scope("organization:read", .organization, .view, "See users, units and roles, and explain rights."),
        Scope("organization:write", .organization, .administer, "Change users, units, roles and absences."),
        Scope(directory, .organization, .create, "Keep users and groups by SCIM."),
        Scope("audit:read", .audit, .view, "See who saw, changed and exported what."),
        Scope("audit:export", .audit, .export, "Export who saw, changed and exported what."),
    ]

    private init(_ name: String, _ resource: Resource, _ action: Action, _ summary: String) {
        (self.name, self.resource, self.action, self.summary) = (name, resource, action, summary)
    }

    package static func isKnown(_ name: String) -> Bool {
        name == "*" || all.contains { $0.name == name }
    }

    /// What these grants open.
    static func names(of grants: [Grant]) -> Set<String> {
        Set(
            all.filter { scope in
                grants.contains { $0.resource == scope.resource && $0.actions.contains(scope.action) }
            }.map(\.name))
    }

    static func named(_ names: Set<String>) -> [Scope] {
        names.contains("*") ? all : all.filter { names.contains($0.name) }
    }

    /// The viewer of a shop's or program's token, which belongs to nobody: all rows of the resources that its scopes are about.
    static func viewer(ofToken name: String, scopes: Set<String>) -> Viewer {
        guard !scopes.contains("*") else { return .everything(role: name) }
        let resources = Set(named(scopes).map(\.resource))
        return .everything(role: name, Resource.allCases.filter(resources.contains))
    }
}
