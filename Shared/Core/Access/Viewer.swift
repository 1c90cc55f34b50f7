/// Who looks, as far as rights go: the gateway puts it together anew from users, roles, units and absences, and services get it
/// in the internal token. What changes there counts everywhere as soon as the gateway's memory of the caller ends (3 s).
package struct Viewer: Hashable, Sendable {
    /// The user; `nil` for what is none, such as a shop's token.
    package let user: ID?
    /// The units he belongs to or manages now, without those below.
    package let units: [ID]
    /// Who is absent now and has him as deputy.
    package let deputyFor: [ID]
    package let grants: [Grant]

    package init(user: ID?, units: [ID] = [], deputyFor: [ID] = [], grants: [Grant]) {
        (self.user, self.units, self.deputyFor, self.grants) = (user, units, deputyFor, grants)
    }

    /// Holds no right at all.
    package static let nobody = Viewer(user: nil, grants: [])

    /// Every action on all rows of these resources; for operators and for programs that are let in by scope alone.
    package static func everything(role: String, _ resources: [Resource] = Resource.allCases, user: ID? = nil) -> Viewer {
        Viewer(
            user: user,
            grants: resources.map { Grant(role: role, resource: $0, actions: Set(Action.allCases), scope: .all) })
    }

    package func grants(to action: Action, on resource: Resource) -> [Grant] {
        grants.filter { $0.resource == resource && $0.actions.contains(action) }
    }
}
