import Core
import Database

/// How the organization works, its goals, and how far the demo is: one row each.
struct ProfileStore: Sendable {
    func profile(in tx: Transaction) throws -> OrganizationProfile? {
        var profile = try tx.first(Self.select) { row in
            OrganizationProfile(
                currency: row.text(0), language: row.text(1), timeZone: row.text(2),
                done: Set(row.text(3).split(separator: ",").compactMap { OrganizationProfile.Step(rawValue: String($0)) }),
                finishedAt: row.timeOrNil(4))
        }
        for (name, target) in try tx.rows(Self.selectGoals, [], { ($0.text(0), $0.count(1)) }) {
            if let goal = Goal(rawValue: name) { profile?.goals[goal] = target }
        }
        return profile
    }

    func save(_ profile: OrganizationProfile, at now: Timestamp, in tx: Transaction) throws {
        let done = OrganizationProfile.Step.allCases.filter(profile.done.contains).map(\.rawValue).joined(separator: ",")
        try tx.execute(
            Self.upsert,
            [
                .text(profile.currency), .text(profile.language), .text(profile.timeZone), .text(done),
                profile.finishedAt.map { SQLValue.time($0) } ?? .null, .time(now),
            ])
        try tx.execute(Self.dropGoals)
        for goal in Goal.allCases {
            if let target = profile.goals[goal] {
                try tx.execute(Self.addGoal, [.text(goal.rawValue), .int(target), .time(now)])
            }
        }
    }

    func demo(in tx: Transaction) throws -> DemoRun? {
        try tx.first(Self.selectDemo) { row in
            DemoRun(
                state: DemoRun.State(rawValue: row.text(0)) ?? .failed, done: row.count(1), total: row.count(2),
                detail: row.text(3))
        }
    }

    func save(_ run: DemoRun, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(
            Self.upsertDemo, [.text(run.state.rawValue), .int(run.done), .int(run.total), .text(run.detail), .time(now)])
    }

    private static let select: Statement = """
        SELECT currency, language, time_zone, done, finished_at FROM organization_profile WHERE id = 1
        """
    private static let upsert: Statement = """
        INSERT INTO organization_profile (id, currency, language, time_zone, done, finished_at, changed_at)
        VALUES (1, $1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET currency = excluded.currency, language = excluded.language,
        time_zone = excluded.time_zone, done = excluded.done, finished_at = excluded.finished_at, changed_at = excluded.changed_at
        """
    private static let selectGoals: Statement = "SELECT goal, target FROM organization_goals ORDER BY goal"
    private static let dropGoals: Statement = "DELETE FROM organization_goals"
    private static let addGoal: Statement = """
        INSERT INTO organization_goals (goal, target, chosen_at) VALUES ($1, $2, $3)
        """
    private static let selectDemo: Statement = "SELECT state, done, total, detail FROM demo_runs WHERE id = 1"
    private static let upsertDemo: Statement = """
        INSERT INTO demo_runs (id, state, done, total, detail, changed_at) VALUES (1, $1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, done = excluded.done, total = excluded.total,
        detail = excluded.detail, changed_at = excluded.changed_at
        """
}
