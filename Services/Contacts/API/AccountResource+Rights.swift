package import Core

extension AccountResource {
    /// The account without what is held back: what belongs to which group is said here and nowhere else. `nil` where the account is
    /// not there for the viewer. What stands in for a missing name is one of its addresses, numbers or identifiers (`isNamed`).
    ///
    /// Contact are mails, phones, addresses; identifiers are tax ids and customer numbers; consents are these and interests;
    /// money is how many orders there are and when the last was placed.
    package func shown(by decision: AccessDecision, isNamed: Bool) -> AccountResource? {
        guard decision.level > .none else { return nil }
        var copy = self
        if !decision.showsName(isNamed: isNamed) { copy.name = Self.handle(of: id) }
        copy.access = decision.isAllowed ? .full : .ownerOnly
        if !decision.isAllowed {
            (copy.kind, copy.language) = (nil, nil)
            (copy.createdAt, copy.changedAt, copy.version) = (nil, nil, nil)
        }
        if !decision.shows(.contact) { (copy.emails, copy.phones, copy.addresses) = (nil, nil, nil) }
        if !decision.shows(.identifiers) { (copy.taxIDs, copy.shopIdentities) = (nil, nil) }
        if !decision.shows(.consents) { (copy.consents, copy.interests) = (nil, nil) }
        if !decision.shows(.money) { (copy.orders, copy.lastOrderAt) = (nil, nil) }
        copy.hidden = decision.hidden
        return copy
    }

    /// What an account is called whose name may not be seen.
    static func handle(of id: AccountID) -> String { "#" + id.description.suffix(8) }

    /// The version, and behind a dash what is held back; `nil` where the version is not to be seen.
    package var entityTag: String? {
        version.map { ([String($0)] + hidden.map(\.rawValue)).joined(separator: "-") }
    }
}

extension CustomerSummary {
    /// As `AccountResource.shown`, of an account that is there for the viewer.
    package func shown(by decision: AccessDecision, isNamed: Bool) -> CustomerSummary {
        var copy = self
        if !decision.showsName(isNamed: isNamed) { copy.name = AccountResource.handle(of: id) }
        copy.access = decision.isAllowed ? .full : .ownerOnly
        if !decision.isAllowed {
            (copy.kind, copy.language) = (nil, nil)
            (copy.createdAt, copy.changedAt, copy.version) = (nil, nil, nil)
        }
        if !decision.shows(.contact) { (copy.email, copy.phone) = (nil, nil) }
        if !decision.shows(.money) { (copy.orders, copy.lastOrderAt) = (nil, nil) }
        copy.hidden = decision.hidden
        return copy
    }
}

extension AccessDecision {
    fileprivate func showsName(isNamed: Bool) -> Bool {
        isNamed || (shows(.contact) && shows(.identifiers))
    }
}
