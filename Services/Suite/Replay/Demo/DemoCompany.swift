package import Core
import JSON

/// Fills the suite with a believable company through its own doors: people in units with roles, a year of a shop, customers with
/// owners, somebody who is away. Told again it finds everything there and changes nothing.
package struct DemoCompany: Sendable {
    /// How far it is: steps done of all, for people who wait.
    package typealias Progress = @Sendable (_ done: Int, _ total: Int) async throws -> Void

    package struct Outcome: Hashable, Sendable {
        package var people = 0
        package var units = 0
        package var customers = 0
        package var orders = 0
        /// Events that were new to the suite; 0 when all of it was told before.
        package var newEvents = 0
        package var rejected = 0
        package var owned = 0
        package var newPeople = 0
        package var newOwners = 0

        package var isNew: Bool { newEvents + newPeople + newOwners > 0 }
    }

    private static let sideBySide = 8
    /// Steps of which progress is told: orders, then owners.
    package static let steps = DemoShop.orders + DemoShop.customers

    private let shop: StoryPlayer
    private let office: DemoDoor
    private let now: Timestamp
    /// `ru` or `en`: of the units' names.
    private let language: String
    private let progress: Progress
    private let pause: @Sendable () async throws -> Void

    /// `shop` is a door with the shop's token, `office` one with an administrator's. `pause` waits a moment for what the services
    /// tell each other.
    package init(
        shop: ShopDoor, office: ShopDoor, now: Timestamp, language: String, progress: @escaping Progress,
        pause: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .milliseconds(200)) }
    ) {
        (self.shop, self.office) = (StoryPlayer(door: shop), DemoDoor(door: office))
        (self.now, self.language, self.progress, self.pause) = (now, language, progress, pause)
    }

    package func fill() async throws -> Outcome {
        var outcome = Outcome()
        let people = try await staff(&outcome)
        try await year(&outcome)
        try await owners(people, &outcome)
        return outcome
    }

    // MARK: People

    private func staff(_ outcome: inout Outcome) async throws -> [String: String] {
        var users: [String: String] = [:]
        for user in try await office.list("/v1/users") {
            if let login = user["login"]?.string, let id = user["id"]?.string { users[login] = id }
        }
        for member in DemoStaff.members where users[member.login] == nil {
            users[member.login] = try await office.make(
                "/v1/users", key: "user-" + member.login,
                [
                    "login": .string(member.login), "name": .string(member.name),
                    "mail": .string(member.login + "@relata.example"),
                    "language": .string(member.language),
                ])
            outcome.newPeople += 1
        }
        let units = try await units(users)
        let roles = Dictionary(
            try await office.list("/v1/roles").compactMap { role in
                role["name"]?.string.flatMap { name in role["id"]?.string.map { (name, $0) } }
            }, uniquingKeysWith: { first, _ in first })
        for member in DemoStaff.members {
            guard let user = users[member.login] else { continue }
            if let unit = units[member.unit], try await office.list("/v1/users/\(user)/memberships").isEmpty {
                _ = try await office.make(
                    "/v1/units/\(unit)/members", key: "member-" + member.login, ["userID": .string(user)])
            }
            if let role = roles[member.role], try await office.list("/v1/users/\(user)/roles").isEmpty {
                _ = try await office.make("/v1/users/\(user)/roles", key: "role-" + member.login, ["roleID": .string(role)])
            }
        }
        try await absence(users)
        (outcome.people, outcome.units) = (DemoStaff.members.count, DemoStaff.units.count)
        return users
    }

    private func units(_ users: [String: String]) async throws -> [String: String] {
        let known = try await office.list("/v1/units")
        guard let root = known.first(where: { $0["parentID"] == nil })?["id"]?.string else {
            throw Refusal(.failed, "no-organization", "The suite has no unit at the top.")
        }
        var units: [String: String] = [:]
        for unit in DemoStaff.units {
            let there = known.first { $0["name"]?.string == unit.russian || $0["name"]?.string == unit.english }
            if let id = there?["id"]?.string {
                units[unit.key] = id
                continue
            }
            var wish = JSONObject([("name", .string(unit.name(language))), ("parentID", .string(root))])
            if let head = DemoStaff.members.first(where: { $0.unit == unit.key && $0.isHead }), let id = users[head.login] {
                wish.set("managerID", .string(id))
            }
            units[unit.key] = try await office.make("/v1/units", key: "unit-" + unit.key, .object(wish))
        }
        return units
    }

    private func absence(_ users: [String: String]) async throws {
        guard let away = users[DemoStaff.away], let deputy = users[DemoStaff.deputy] else { return }
        guard try await office.list("/v1/users/\(away)/absences").isEmpty else { return }
        func day(_ days: Int) -> JSONValue { .string(String(now.adding(days: days).description.prefix(10))) }
        _ = try await office.make(
            "/v1/users/\(away)/absences", key: "absence",
            ["firstDay": day(0), "lastDay": day(DemoStaff.daysAway), "deputyID": .string(deputy)])
    }

    // MARK: The year

    private func year(_ outcome: inout Outcome) async throws {
        let shop = DemoShop(now: now)
        var report = StoryPlayer.Report()
        for story in shop.goods() { report.add(try await self.shop.play(story)) }
        // In the order of the year, a few side by side, so that customers come in the order in which they came.
        var done = 0
        while done < DemoShop.orders {
            let next = min(done + Self.sideBySide * 5, DemoShop.orders)
            report.add(try await play((done..<next).map { shop.order($0) }))
            done = next
            try await progress(done, Self.steps)
        }
        report.add(
            try await play((0..<DemoShop.mistakes).map { shop.mistaken($0) } + (0..<DemoShop.waiting).map { shop.early($0) }))
        report.add(try await self.shop.play(shop.news()))
        if let surprise = report.surprises.first {
            throw Refusal(
                .failed, "demo-refused",
                "The suite answered \(report.surprises.count) events of the demo otherwise than expected, the first: \(surprise)."
            )
        }
        outcome.orders = DemoShop.orders
        // A mistake is answered the same every time, and so tells nothing of whether it is new.
        outcome.newEvents = report.outcomes[.accepted, default: 0] + report.outcomes[.waiting, default: 0]
        outcome.rejected = DemoShop.mistakes
    }

    private func play(_ stories: [Story]) async throws -> StoryPlayer.Report {
        try await withThrowingTaskGroup(of: StoryPlayer.Report.self) { group in
            for first in 0..<Self.sideBySide {
                group.addTask {
                    var report = StoryPlayer.Report()
                    for index in stride(from: first, to: stories.count, by: Self.sideBySide) {
                        report.add(try await shop.play(stories[index]))
                    }
                    return report
                }
            }
            return try await group.reduce(into: StoryPlayer.Report()) { $0.add($1) }
        }
    }

    // MARK: Whose customers they are

    private func owners(_ users: [String: String], _ outcome: inout Outcome) async throws {
        let wanted = Dictionary(
            (0..<DemoShop.customers).map { (DemoCustomer($0).mail, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [(number: Int, account: JSONValue)] = []
        for _ in 0..<300 {
            found = try await office.list("/v1/customers").compactMap { account in
                account["email"]?.string.flatMap { wanted[$0] }.map { ($0, account) }
            }
            if found.count >= DemoShop.customers { break }
            try await pause()
        }
        outcome.customers = found.count
        for (index, next) in found.sorted(by: { $0.number < $1.number }).enumerated() {
            if index % 20 == 0 { try await progress(DemoShop.orders + index, Self.steps) }
            if next.account["ownerID"]?.string != nil {
                outcome.owned += 1
                continue
            }
            guard let owner = Self.owner(of: next.number), let user = users[owner], let id = next.account["id"]?.string else {
                continue
            }
            try await give(id, to: user)
            outcome.owned += 1
            outcome.newOwners += 1
        }
        try await progress(Self.steps, Self.steps)
    }

    /// One in twelve waits in the unit's queue for somebody to take it.
    static func owner(of number: Int) -> String? {
        guard number % 12 != 5 else { return nil }
        let sellers = DemoStaff.sellers(of: DemoCustomer(number).unit)
        return sellers.isEmpty ? nil : sellers[number % sellers.count].login
    }

    private func give(_ account: String, to user: String) async throws {
        for _ in 0..<100 {
            let (_, etag) = try await office.get("/v1/accounts/\(account)")
            let wish: JSONValue = [
                "userID": .string(user),
                "reason": .string(
                    language == "ru" ? "Работает с первого заказа." : "Has worked with them since the first order."),
            ]
            if try await office.put("/v1/accounts/\(account)/owner", etag: etag ?? "", wish) { return }
            // Contacts hears of a new user a moment after the gateway has made him.
            try await pause()
        }
        throw Refusal(.unavailable, "demo-stuck", "Contacts does not hear of the demo's people. Run the same again.")
    }
}
