package import Jobs

/// What is done about ownership at regular times.
package enum OwnershipJobs {
    private static let idleKind = "contacts.return-idle"
    private static let watchKind = "contacts.watch-ownership"
    private static let forgetKind = "contacts.forget-plans"

    package static let schedules = [
        Schedule(name: idleKind, kind: idleKind, every: 3600), Schedule(name: watchKind, kind: watchKind, every: 300),
        Schedule(name: forgetKind, kind: forgetKind, every: 86_400),
    ]

    /// `idleDays` 0: clients stay with their owners however long nothing happens.
    package static func handlers(_ returnIdle: ReturnIdle, idleDays: Int, _ watch: WatchOwnership, _ forget: ForgetPlans)
        -> [JobHandler]
    {
        [
            JobHandler(kind: idleKind, timeout: 3000, concurrency: 1) { _ in
                if idleDays > 0 { try await returnIdle(days: idleDays) }
            },
            JobHandler(kind: watchKind, timeout: 300, concurrency: 1) { _ in try await watch() },
            JobHandler(kind: forgetKind, timeout: 600, concurrency: 1) { _ in try await forget() },
        ]
    }
}
