import Access
package import ContactsAPI
package import Core
package import Database

/// Plans that everything of somebody who leaves goes to others: his customers by a rule, his places in teams and as a deputy to
/// successors where these are named, while his shares and open requests end. It is applied and undone as the reassignment that it is.
package struct OffboardUser: Sendable {
    package let database: any Database
    package let plan: PlanReassignment
    package let rights: OwnershipRights
    package let clock: any WallClock

    /// Throws `notFound` for a user that nobody has told of, `not-himself` when he is among the receivers, and `missing-right` when he
    /// is to be deactivated, or his deputyships are to be moved, by somebody who administers no users.
    package func callAsFunction(
        _ user: ID, _ request: OffboardingRequest, under creation: Creation, by caller: Caller
    ) async throws -> (reassignment: ReassignmentResource, isNew: Bool) {
        let departure = Departure(
            user: user, deactivates: request.deactivates, teamsTo: request.teamsTo, deputiesTo: request.deputiesTo)
        if departure.needsAdministration { try Self.requireAdministering(caller) }
        let receivers = request.rule.targets.map(\.userID) + [request.teamsTo, request.deputiesTo]
        guard !receivers.contains(user) else {
            throw Refusal(.invalid, "not-himself", "Who leaves cannot receive what he leaves. Choose somebody else.")
        }
        _ = try await database.read { tx in try Self.known(user, in: tx) }
        let moving = ReassignmentRequest(
            filter: ReassignmentFilter(ownerID: user), rule: request.rule, reason: request.reason)
        return try await plan(moving, departure: departure, under: creation, by: caller)
    }

    /// How much he still holds, of the customers that the caller may see.
    package func holdings(of user: ID, by caller: Caller) async throws -> HoldingsResource {
        try await database.read { tx in
            let known = try Self.known(user, in: tx)
            let filter = AccessFilter(caller.viewer, in: try rights.organization.tree(in: tx), at: clock.now())
            let seen = filter.rows(.view, on: .account, level: .ownerOnly, columns: .ofAccounts)
            let counts = try HoldingsStore.counts(of: user, in: seen, tx)
            return HoldingsResource(
                userID: user, userName: known.name, isActive: known.isActive, accounts: counts.accounts, teams: counts.teams,
                shares: counts.shares, requests: counts.requests)
        }
    }

    static func requireAdministering(_ caller: Caller) throws {
        let decision = AccessPolicy.decide(
            .administer, on: .organization, .ownerless, by: caller.viewer, in: UnitTree(), at: Timestamp(microseconds: 0))
        guard decision.isAllowed else {
            throw Refusal(
                .forbidden, "missing-right",
                """
                To deactivate a user, or to move where he stands in, needs the right to administer the organization. Leave it out, \
                or ask an administrator.
                """)
        }
    }

    private static func known(_ user: ID, in tx: Transaction) throws -> UserChanged {
        guard let known = try OrganizationStore.user(user, in: tx) else {
            throw Refusal(.notFound, "not-found", "There is no user with this id.")
        }
        return known
    }
}
