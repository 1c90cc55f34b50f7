package import Access
package import ContactsAPI
package import Core
package import Database

/// Who may see and do what with customers. One that may not be seen is refused as one that does not exist; one of which less may be
/// seen, or with which this may not be done, says so.
package struct CustomerRights: Sendable {
    private let organization: Organization
    private let clock: any WallClock

    package init(organization: Organization, clock: any WallClock) {
        (self.organization, self.clock) = (organization, clock)
    }

    package func callAsFunction(of viewer: Viewer, needsTree: Bool = false, in tx: Transaction) throws -> AccountRights {
        try AccountRights(of: viewer, organization, at: clock.now(), needsTree: needsTree, in: tx)
    }

    /// The facts of a customer of which these groups are shown.
    package func require(
        showing groups: Set<FieldGroup>, _ id: AccountID, _ rights: AccountRights, in tx: Transaction
    ) throws -> RecordFacts {
        guard let facts = try AccountStore.access(of: id, in: tx) else { throw Refusal.noCustomer }
        let decision = rights.decide(.view, facts)
        guard decision.level > .none else { throw Refusal.noCustomer }
        guard decision.isAllowed, groups.allSatisfy(decision.shows) else { throw Refusal.hiddenByRights }
        return facts
    }

    /// Throws where the viewer may not do this with the account, or may not write this group of its fields by it.
    package func require(
        _ action: Action, on account: Account, writing group: FieldGroup? = nil, by rights: AccountRights
    ) throws {
        guard rights.decide(.view, account.access).level > .none else { throw Refusal.noCustomer }
        let decision = rights.decide(action, account.access)
        guard decision.isAllowed, group.map({ decision[$0] == .write }) ?? true else { throw Refusal.missingRight(to: action) }
    }

    /// The account as the viewer may see it; throws where it is not there for him.
    package func seen(_ account: Account, by rights: AccountRights, in tx: Transaction) throws -> SeenAccount {
        let decision = rights.decide(.view, account.access)
        guard decision.level > .none else { throw Refusal.noCustomer }
        return SeenAccount(
            account: account, decision: decision,
            ownerName: try account.access.owner.flatMap { try OrganizationStore.user($0, in: tx)?.name },
            unitName: try account.access.unit.flatMap { try OrganizationStore.unit($0, in: tx)?.name },
            changeable: Self.changeable(account, decision, by: rights))
    }

    private static func changeable(
        _ account: Account, _ view: AccessDecision, by rights: AccountRights
    ) -> [String] {
        let change = rights.decide(.change, account.access)
        guard view.isAllowed, change.isAllowed else { return [] }
        let isContact = change[.contact] == .write && view.shows(.contact)
        return AccountEdit.fields.filter { isContact || $0 == "name" || $0 == "language" }
    }

    /// Those of the accounts that the viewer may both see and export, with the fields of which he may do both.
    package func exported(
        _ accounts: [Account], by rights: AccountRights, in tx: Transaction
    ) throws -> [SeenAccount] {
        var owners: [ID: String?] = [:]
        var units: [ID: String?] = [:]
        return try accounts.compactMap { account in
            let decision = rights.decide(.export, account.access)
            guard decision.isAllowed else { return nil }
            if let owner = account.access.owner, owners[owner] == nil {
                owners[owner] = .some(try OrganizationStore.user(owner, in: tx)?.name)
            }
            if let unit = account.access.unit, units[unit] == nil {
                units[unit] = .some(try OrganizationStore.unit(unit, in: tx)?.name)
            }
            return SeenAccount(
                account: account, decision: decision, ownerName: account.access.owner.flatMap { owners[$0] ?? nil },
                unitName: account.access.unit.flatMap { units[$0] ?? nil })
        }
    }
}

extension Refusal {
    package static let noCustomer = Refusal(.notFound, "not-found", "There is no customer with this id.")
    package static let hiddenByRights = Refusal(
        .forbidden, "hidden", "Your rights hide this part of the customer. Ask its owner or an administrator for access.")

    package static func missingRight(to action: Action) -> Refusal {
        Refusal(
            .forbidden, "missing-right",
            "This needs the right to \(action.rawValue) this customer. Ask its owner or an administrator for it.")
    }
}
