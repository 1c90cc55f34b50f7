import Core

/// All that a user's rights come from, past and future.
struct Standing: Hashable, Sendable {
    let user: User
    /// Units by id, the first membership first.
    var memberships: [Dated<ID>] = []
    var managedUnits: [ID] = []
    var roles: [Dated<Role>] = []
    /// Who has him as deputy, for the time of the absence.
    var deputyFor: [Dated<ID>] = []

    init(of user: User) {
        self.user = user
    }

    /// What he may do at this moment: the one place where users, units, roles and absences become rights.
    func rights(at now: Timestamp) -> Rights { rights { from, until in from <= now && (until.map { now < $0 } ?? true) } }

    /// What he may do at this moment or may come to do as things are arranged, all of it together. Who gives rights must hold even
    /// those that begin later.
    func rightsToCome(at now: Timestamp) -> Rights { rights { _, until in until.map { now < $0 } ?? true } }

    /// Whether his tokens are those of a directory that keeps users by SCIM.
    func isDirectory(at now: Timestamp) -> Bool {
        user.kind == .service && roles.contains { $0.value.id == Role.directory && $0.holds(at: now) }
    }

    /// Whether they are, or will be as things are arranged.
    func isDirectoryToCome(at now: Timestamp) -> Bool {
        user.kind == .service && roles.contains { $0.value.id == Role.directory && !$0.isOver(at: now) }
    }

    /// The unit that what he comes to own belongs to: his first membership that holds, else one he manages, else the root.
    func homeUnit(at now: Timestamp) -> ID {
        memberships.first { $0.holds(at: now) }?.value ?? managedUnits.first ?? UnitTree.root
    }

    private func rights(where counts: (_ from: Timestamp, _ until: Timestamp?) -> Bool) -> Rights {
        guard user.isActive else { return .none }
        func values<Value>(_ dated: [Dated<Value>]) -> [Value] {
            var seen: Set<Value> = []
            return dated.filter { counts($0.from, $0.until) }.map(\.value).filter { seen.insert($0).inserted }
        }
        let roles = values(roles)
        let member = values(memberships)
        let viewer = Viewer(
            user: user.id, units: member + managedUnits.filter { !member.contains($0) }, deputyFor: values(deputyFor),
            grants: roles.flatMap(\.grants))
        return Rights(
            viewer: viewer, scopes: roles.contains(where: \.isAdministrator) ? ["*"] : Scope.names(of: viewer.grants))
    }
}

/// What somebody may do: the scopes that open routes, and the viewer that decides about rows and fields.
struct Rights: Hashable, Sendable {
    let viewer: Viewer
    let scopes: Set<String>

    static let none = Rights(viewer: .nobody, scopes: [])

    /// The shops that events may be sent for; whoever may send events in person may do so for all.
    var sources: [String] { scopes.contains("events:write") || scopes.contains("*") ? ["*"] : [] }

    /// What is left of them for a token that holds these scopes only. Who may change something through it may be shown that row,
    /// as nobody changes what he cannot see; a route that reads asks for its own scope.
    func narrowed(to wanted: Set<String>) -> Rights {
        guard !wanted.contains("*") else { return self }
        let held = scopes.contains("*") ? wanted : wanted.intersection(scopes)
        var actions: [Resource: Set<Action>] = [:]
        for scope in Scope.named(held) { actions[scope.resource, default: [.view]].insert(scope.action) }
        let grants = viewer.grants.compactMap { grant -> Grant? in
            let left = grant.actions.intersection(actions[grant.resource] ?? [])
            guard !left.isEmpty else { return nil }
            return Grant(
                role: grant.role, resource: grant.resource, actions: left, scope: grant.scope, level: grant.level,
                fields: grant.fields)
        }
        return Rights(
            viewer: Viewer(user: viewer.user, units: viewer.units, deputyFor: viewer.deputyFor, grants: grants), scopes: held)
    }
}
