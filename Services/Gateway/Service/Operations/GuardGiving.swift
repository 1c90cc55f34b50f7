import Core
import Database

/// Makes a change of the organization under `GivingRule`: what the users come to reach by it, the giver must reach.
struct GuardGiving: Sendable {
    let clock: any WallClock

    /// `owners` are those whose rows the users may come to reach, where they do not yet. `giver` is `nil` for the operator of the
    /// machine. What `change` wrote is undone by what this throws.
    func callAsFunction<Made>(
        to users: [ID], owners: [ID] = [], by giver: Caller?, in tx: Transaction, change: () throws -> Made
    ) throws -> Made {
        guard let giver, !giver.scopes.contains("*") else { return try change() }
        let now = clock.now()
        let before = try state(of: users, owners, at: now, in: tx)
        let made = try change()
        let after = try state(of: users, owners, at: now, in: tx)
        let held = Rights(viewer: giver.viewer, scopes: giver.scopes)
        for user in users {
            try GivingRule.check(
                by: held, from: before.rights[user] ?? .none, to: after.rights[user] ?? .none, on: after.ground,
                before: before.ground)
        }
        return made
    }

    /// Whether the giver himself could reach all that the user can: who takes somebody's place must. Throws `forbidden`.
    func check(_ giver: Caller?, holdsRightsOf user: ID, narrowedTo scopes: Set<String> = ["*"], in tx: Transaction) throws {
        guard let giver, !giver.scopes.contains("*") else { return }
        let (rights, ground) = try state(of: [user], [], at: clock.now(), in: tx)
        try GivingRule.check(
            by: Rights(viewer: giver.viewer, scopes: giver.scopes), from: .none,
            to: (rights[user] ?? .none).narrowed(to: scopes), on: ground)
    }

    /// Whether the giver himself could reach all of this: for rights that nobody holds yet. Throws `forbidden`.
    func check(_ giver: Caller?, gives rights: Rights, in tx: Transaction) throws {
        guard let giver, !giver.scopes.contains("*") else { return }
        try GivingRule.check(
            by: Rights(viewer: giver.viewer, scopes: giver.scopes), from: .none, to: rights,
            on: try ground([], at: clock.now(), in: tx))
    }

    func check(_ giver: Caller?, writes after: Role, over before: Role?, in tx: Transaction) throws {
        guard let giver, !giver.scopes.contains("*") else { return }
        try GivingRule.check(
            by: Rights(viewer: giver.viewer, scopes: giver.scopes), from: before?.rightsAnywhere ?? .none,
            to: after.rightsAnywhere, on: try ground([], at: clock.now(), in: tx))
    }

    /// Throws `forbidden` unless the unit is one of the giver's or below one: whoever takes people out of other units could make
    /// them his own people, and then stand in for them.
    func check(_ giver: Caller?, steers unit: ID, in tx: Transaction) throws {
        guard let giver, !giver.scopes.contains("*") else { return }
        let tree = try UnitStore().tree(in: tx)
        guard giver.viewer.units.contains(where: { tree.isAtOrBelow(unit, $0) }) else {
            throw Refusal(.forbidden, "not-yours-to-give", "This unit is not below yours. Ask whoever steers it.")
        }
    }

    private func state(
        of users: [ID], _ owners: [ID], at now: Timestamp, in tx: Transaction
    ) throws -> (rights: [ID: Rights], ground: GivingRule.Ground) {
        var rights: [ID: Rights] = [:]
        var involved = Set(users + owners)
        for user in users {
            guard let standing = try StandingStore().standing(of: user, in: tx) else { continue }
            rights[user] = standing.rightsToCome(at: now)
            involved.formUnion(standing.deputyFor.map(\.value))
        }
        return (rights, try ground(involved, at: now, in: tx))
    }

    private func ground(_ users: Set<ID>, at now: Timestamp, in tx: Transaction) throws -> GivingRule.Ground {
        var homes: [ID: [ID]] = [:]
        for user in users {
            let units = try StandingStore().standing(of: user, in: tx)?.rightsToCome(at: now).viewer.units ?? []
            if !units.isEmpty { homes[user] = units }
        }
        let store = UnitStore()
        return GivingRule.Ground(tree: try store.tree(in: tx), units: try store.ids(in: tx), homes: homes)
    }
}
