package import Core
import Crypto
package import Database

/// The changes of a service, for programs that follow them: whoever goes on from where he ended misses none, however transactions
/// overtook each other.
package struct ChangeFeed: Sendable {
    /// What became of a change for the one who asks.
    package enum Seen<Content: Sendable>: Sendable {
        case shown(Change, Content)
        /// He could see the record and can no longer.
        case gone(Change)
        /// It is none of his business.
        case nothing
    }

    package struct Page<Content: Sendable>: Sendable {
        /// None is `nothing`.
        package let items: [Seen<Content>]
        /// Where to go on.
        package let position: String
        /// Whether it is worth while to ask again at once.
        package let hasMore: Bool
    }

    /// So many are looked at together.
    static let step = 200
    /// So many are looked at for one answer, also when hardly any may be seen.
    static let most = 4000

    private let key: SealingKey

    /// The service's feed; what is kept of another cluster's is forgotten.
    package static func open(_ database: any Database) async throws -> ChangeFeed {
        let (fresh, next) = (SecureRandom.bytes(32), SecureRandom.bytes(32))
        let seed = try await database.write { tx in
            let secret = try ChangeFeedStore.secret(fresh, in: tx)
            guard try ChangeFeedStore.isForeign(in: tx) else { return secret }
            try ChangeFeedStore.begin(anew: next, in: tx)
            return next
        }
        return ChangeFeed(key: try SealingKey(seed: seed))
    }

    /// Changes behind `position`; without one none, but the position of now. `mark` is that of the rights which `see` decides by at
    /// `now`.
    ///
    /// Throws `unknown-position` and `rights-changed`: in both cases reading from the lists again is the only way to be right.
    package func page<Content>(
        after position: String?, limit: Int, mark: [UInt8], at now: Timestamp, in tx: Transaction,
        see: ([Change]) throws -> [Seen<Content>]
    ) throws -> Page<Content> {
        guard let position else {
            let end = try ChangeStore.end(in: tx)
            return Page(
                items: [], position: try ChangePosition(end.place, at: end.at, readAt: now, mark: mark).sealed(by: key),
                hasMore: false)
        }
        guard let known = ChangePosition(position, sealedBy: key), try ChangeStore.isKnown(known.place, at: known.at, in: tx)
        else {
            throw Refusal.unknownPosition
        }
        guard known.mark == mark else { throw Refusal.rightsChanged }
        var (place, at, looked, hasMore) = (known.place, known.at, 0, true)
        var items: [Seen<Content>] = []
        while items.count < limit, looked < Self.most, hasMore {
            let lines = try ChangeStore.page(after: place, limit: Self.step, in: tx)
            hasMore = lines.count == Self.step
            for (line, seen) in zip(lines, try see(lines.map { $0.change.read(at: known.readAt) })) {
                if items.count == limit {
                    hasMore = true
                    break
                }
                (place, at, looked) = (line.place, line.change.at, looked + 1)
                if case .nothing = seen { continue }
                items.append(seen)
            }
        }
        return Page(
            items: Self.withoutRepeats(items),
            position: try ChangePosition(place, at: at, readAt: now, mark: mark).sealed(by: key),
            hasMore: hasMore)
    }

    /// Of one record the last that says that it is gone.
    private static func withoutRepeats<Content>(_ items: [Seen<Content>]) -> [Seen<Content>] {
        var told: Set<ID> = []
        let last = items.reversed().filter { seen in
            if case .gone(let change) = seen { told.insert(change.record).inserted } else { true }
        }
        return last.reversed()
    }
}

extension Refusal {
    static let unknownPosition = Refusal(
        .gone, "unknown-position",
        "This position is unknown or too old. Ask without `after` for a new one, then read the lists again, and go on from it.")
    static let rightsChanged = Refusal(
        .gone, "rights-changed",
        """
        What you may see has changed since this position. Ask without `after` for a new one, then read the lists again, and go on \
        from it.
        """)
}
