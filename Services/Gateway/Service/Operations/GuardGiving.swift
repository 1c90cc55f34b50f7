import Core
import Database

/// Makes a change of the organization under `GivingRule`: what the users come to reach by it, the giver must reach.
struct GuardGiving: Sendable {
    let clock: any WallClock

    /// `giver` is `nil` for the operator of the machine. What `change` wrote is undone by what this throws.
    func callAsFunction<Made>(
        to users: [ID], by giver: Caller?, in tx: Transaction, change: () throws -> Made
    ) throws -> Made {
        guard let giver, !giver.scopes.contains("*") else { return try change() }
        let now = clock.now()
        let before = try state(of: users, at: now, in: tx)
        let made = try change()
        let after = try state(of: users, at: now, in: tx)
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
        let (rights, ground) = try state(of: [user], at: clock.now(), in: tx)
        try GivingRule.check(
            by: Rights(viewer: giver.viewer, scopes: giver.scopes), from: .none,
            to: (rights[user] ?? .none).narrowed(to: scopes), on: ground)
    }

    func check(_ giver: Caller?, writes after: Role, over before: Role?, in tx: Transaction) throws {
        guard let giver, !giver.scopes.contains("*") else { return }
        try GivingRule.check(
            by: Rights(viewer: giver.viewer, scopes: giver.scopes), from: before?.rightsAnywhere ?? .none,
            to: after.rightsAnywhere, on: try ground([], at: clock.now(), in: tx))
    }

    private func state(
        of users: [ID], at now: Timestamp, in tx: Transaction
    ) throws -> (rights: [ID: Rights], ground: GivingRule.Ground) {
        var rights: [ID: Rights] = [:]
        var involved = Set(users)
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
