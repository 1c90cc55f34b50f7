import Core
import Database
import Presentation
import Synchronization

/// How the organization works, as every page needs it: kept in memory, read anew every few seconds, as another process of the gateway
/// may have changed it.
final class KeepProfile: Sendable {
    private static let memory: Int64 = 5_000_000

    let database: any Database
    let clock: any WallClock
    /// Before anybody has said it.
    let standard: OrganizationProfile
    private let kept = Mutex<(profile: OrganizationProfile?, until: Int64)>((nil, 0))

    init(database: any Database, clock: any WallClock, standard: OrganizationProfile) {
        (self.database, self.clock, self.standard) = (database, clock, standard)
    }

    /// As it was known last.
    var known: OrganizationProfile { kept.withLock { $0.profile } ?? standard }

    /// As it is kept, at most a few seconds old; `nil` while nobody has said anything.
    func refresh() async throws -> OrganizationProfile? {
        let now = monotonicMicroseconds()
        let memory = kept.withLock { $0 }
        if memory.until > now { return memory.profile }
        return try await read()
    }

    func read() async throws -> OrganizationProfile? {
        let profile = try await database.read { tx in try ProfileStore().profile(in: tx) }
        note(profile)
        return profile
    }

    /// Keeps up with other processes of the gateway, for as long as this one runs.
    func follow() async throws {
        while true {
            try await Task.sleep(for: .seconds(5))
            // A database that is away for a while changes nothing of what is known.
            _ = try? await refresh()
        }
    }

    private func note(_ profile: OrganizationProfile?) {
        kept.withLock { $0 = (profile, monotonicMicroseconds() + Self.memory) }
    }

    /// Whether the first day is still to be done: in an installation where there is nobody but its first administrator, and from then
    /// on until he says that it is done.
    func isOpen() async throws -> Bool {
        let (profile, users) = try await database.read { tx in
            (try ProfileStore().profile(in: tx), try UserStore().list(UserQuery(limit: 2), in: tx).count)
        }
        note(profile)
        return profile.map { $0.finishedAt == nil } ?? (users == 1)
    }

    /// Throws `invalid` for a currency, a language or a time zone that nobody knows.
    func change(_ edit: @escaping @Sendable (inout OrganizationProfile) -> Void) async throws {
        let (standard, now) = (standard, clock.now())
        let profile = try await database.write { tx in
            try tx.lock(key: "gateway/profile")
            var profile = try ProfileStore().profile(in: tx) ?? standard
            edit(&profile)
            try Self.check(profile)
            try ProfileStore().save(profile, at: now, in: tx)
            return profile
        }
        note(profile)
    }

    private static func check(_ profile: OrganizationProfile) throws {
        func refuse(_ name: String, _ detail: String) -> Refusal {
            Refusal(
                .invalid, "out-of-range", detail, faults: [Fault(pointer: "/\(name)", code: "out-of-range", detail: detail)])
        }
        guard Currency(profile.currency) != nil else {
            throw refuse("currency", "Choose a currency by its three letters, such as EUR.")
        }
        guard Language(rawValue: profile.language) != nil else { throw refuse("language", "Choose Russian or English.") }
        guard Presenter.knows(timeZone: profile.timeZone) else {
            throw refuse("timeZone", "Give a time zone by its name, such as Europe/Moscow.")
        }
        guard profile.goals.values.allSatisfy({ Goal.targets.contains($0) }) else {
            throw refuse("target", "A target is a number from 0 to 1,000,000.")
        }
    }
}
