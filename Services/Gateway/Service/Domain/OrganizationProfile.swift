import Core

/// How an organization works, as its administrator says on the first day.
struct OrganizationProfile: Hashable, Sendable {
    /// The steps of the first day, in their order. Each can be left out and come back to.
    enum Step: String, CaseIterable, Hashable, Sendable {
        case goals, company, people, demo
    }

    /// ISO 4217.
    var currency: String
    /// Of pages for whoever has not chosen one, `ru` or `en`.
    var language: String
    var timeZone: String
    var done: Set<Step> = []
    var goals: [Goal: Int] = [:]
    var finishedAt: Timestamp?

    /// Where the first day goes on: the first step that is not done; `nil` when all are.
    var next: Step? { Step.allCases.first { !done.contains($0) } }
}

/// How far the demo company is.
struct DemoRun: Hashable, Sendable {
    enum State: String, Sendable {
        case running, done, failed
    }

    var state: State
    var done: Int
    var total: Int
    /// Why it failed.
    var detail: String
}
