package import ContactsAPI
package import Core

/// Every consent that an account gave and took back. The strictest reading wins: one taken back stays so until it is given anew.
package struct Consents: Hashable, Sendable {
    package private(set) var all: [ConsentResource]

    package init(_ all: [ConsentResource]) {
        self.all = all
    }

    /// Keeps a consent. A shop that repeats an old one with each order does not bring back what was withdrawn after it was given.
    package mutating func give(_ consent: ConsentResource) {
        let same = all.filter { $0.isFor(consent.purpose, consent.channel) }
        let isKnown = same.contains { $0.withdrawnAt == nil || $0.givenAt == consent.givenAt }
        let isOutdone = same.contains { $0.withdrawnAt.map { $0 >= consent.givenAt } ?? false }
        guard !isKnown, !isOutdone else { return }
        all.append(
            ConsentResource(purpose: consent.purpose, channel: consent.channel, givenAt: consent.givenAt, withdrawnAt: nil))
    }

    /// Takes back what stands open for the purpose and channel and says whether anything changed. What was given after that moment
    /// stays. Where nothing was ever given the refusal itself is kept, so that an older consent that comes late does not stand.
    package mutating func withdraw(purpose: String, channel: String, at moment: Timestamp) -> Bool {
        var changed = false
        for (index, consent) in all.enumerated()
        where consent.isFor(purpose, channel) && consent.withdrawnAt == nil && consent.givenAt <= moment {
            all[index] = ConsentResource(purpose: purpose, channel: channel, givenAt: consent.givenAt, withdrawnAt: moment)
            changed = true
        }
        guard !changed, !all.contains(where: { $0.isFor(purpose, channel) }) else { return changed }
        all.append(ConsentResource(purpose: purpose, channel: channel, givenAt: moment, withdrawnAt: moment))
        return true
    }
}

extension ConsentResource {
    fileprivate func isFor(_ purpose: String, _ channel: String) -> Bool {
        self.purpose == purpose && self.channel == channel
    }
}
