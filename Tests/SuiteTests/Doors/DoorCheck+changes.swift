import Core
import JSON

extension DoorCheck {
    /// Where the changes are now, before those that are looked at.
    func position() async throws -> String? {
        let answer = try await get("/v1/customers/changes")
        return answer.status == 200 ? answer.json["next"]?.string : nil
    }

    /// `before` are the facts that the clients had at the position, `moved` are those who got another owner since.
    mutating func changes(after position: String?, before: [Sight], moved: Set<ID>) async throws {
        let mayRead = expected.holds(.account)
        guard let position else {
            if mayRead { fault("changes", "gives no position") }
            return
        }
        guard mayRead else { return fault("changes", "gives a position") }
        var (items, bytes, place): ([JSONValue], [UInt8], String) = ([], [], position)
        while true {
            let page = try await get("/v1/customers/changes?limit=200&after=\(place)")
            status("changes", page.status, 200)
            guard page.status == 200, let next = page.json["next"]?.string else { return }
            (items, bytes, place) = (items + page.items, bytes + page.bytes, next)
            guard page.json["more"] == true else { break }
        }
        words("changes", bytes, [.account, .people, .history], isWhole: false, gone: goneNow(before, moved))
        func ids(_ type: String) -> [String] {
            Set(items.filter { $0["type"]?.string == type }.compactMap { $0["customer"]?.string }).sorted()
        }
        set("changes", ids("gone"), goneNow(before, moved), "gone")
        let known = zip(clients, sights).filter { moved.contains($0.account) && $1.account.level > .none }
        set("changes", ids("account.owner-changed"), known.map(\.0.account), "other owners")
        let told = zip(clients, sights).filter { client, sight in
            let seesOrders = sight.order.isAllowed && sight.order.shows(.history)
            return sight.account.shows(.history) && (seesOrders || moved.contains(client.account))
        }
        set("changes", ids("entry.added"), told.map(\.0.account), "histories")
    }

    private func goneNow(_ before: [Sight], _ moved: Set<ID>) -> [ID] {
        zip(zip(clients, sights), before).filter { now, before in
            moved.contains(now.0.account) && now.1.account.level == .none && before.account.level > .none
        }.map(\.0.0.account)
    }

    /// That an account is gone says its id.
    private mutating func words(
        _ door: String, _ bytes: [UInt8], _ parts: [DoorClient.Part], isWhole: Bool, gone: [ID]
    ) {
        words(door, bytes, parts, typed: gone.map(\.description), isWhole: isWhole)
    }
}
