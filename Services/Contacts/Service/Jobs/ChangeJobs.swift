import Changes
import Jobs

/// What is done about changes of customers at regular times.
enum ChangeJobs {
    private static let forgetKind = "contacts.forget-changes"
    private static let passKind = "contacts.pass-shares"

    static let schedules = [
        Schedule(name: forgetKind, kind: forgetKind, every: 3600), Schedule(name: passKind, kind: passKind, every: 60),
    ]

    static func handlers(_ keep: KeepChanges, days: Int) -> [JobHandler] {
        [
            JobHandler(kind: forgetKind, timeout: 3000, concurrency: 1) { _ in try await keep.forget(days: days) },
            JobHandler(kind: passKind, timeout: 60, concurrency: 1) { _ in
                try await keep.passShares(as: ContactsChange.accessChanged)
            },
        ]
    }
}
