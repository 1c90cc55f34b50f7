import Core
import HTTP
import JSON

extension DoorCheck {
    private var holdsCustomers: Bool { expected.holds(.account) }

    mutating func customerLists() async throws {
        let ways: [(sort: String, limit: Int, holds: (Sight) -> Bool)] = [
            ("name", 5, { $0.account.level > .none }), ("-createdAt", 200, { $0.account.isAllowed }),
            ("lastOrderAt", 5, { $0.account.shows(.money) }),
        ]
        for way in ways {
            let found = try await list("/v1/customers?sort=\(way.sort)", limit: way.limit)
            status("customer list", found.status, holdsCustomers ? 200 : 403)
            guard found.status == 200 else { continue }
            let wanted = those(way.holds)
            set("customer list", found.items.compactMap { $0["id"]?.string }, wanted.map(\.account), way.sort)
            words("customer list", found.bytes, [.line], isWhole: way.sort == "name")
        }
        try await filteredLists()
        for (index, client) in clients.enumerated() where isClose(index) {
            for search in client.searches {
                let found = try await get("/v1/customers?q=\(search.text)")
                guard holdsCustomers else { continue }
                set(
                    "customer search", found.items.compactMap { $0["id"]?.string },
                    search.finds(sights[index]) ? [client.account] : [], search.text)
            }
        }
    }

    /// Filters hold no more than the list without them, and count what they hold.
    private mutating func filteredLists() async throws {
        let user = expected.viewer.user
        let filters: [(query: String, holds: (DoorClient, Sight) -> Bool)] = [
            ("owner=me", { client, _ in user != nil && client.facts.owner == user }),
            ("owner=none", { client, _ in client.facts.owner == nil }),
            ("unit=\(UnitTree.root)", { _, _ in true }), ("kind=company", { _, sight in sight.account.isAllowed }),
            ("owner=none&kind=company", { client, sight in client.facts.owner == nil && sight.account.isAllowed }),
            ("createdFrom=2020-01-01T00:00:00Z&sort=createdAt", { _, sight in sight.account.isAllowed }),
            ("lastOrderTo=2100-01-01T00:00:00Z&sort=-lastOrderAt", { _, sight in sight.account.shows(.money) }),
            ("changedTo=2100-01-01T00:00:00Z&sort=changedAt", { _, sight in sight.account.isAllowed }),
        ]
        for filter in filters {
            let found = try await list("/v1/customers?\(filter.query)", limit: 50)
            status("customer list", found.status, holdsCustomers ? 200 : 403, filter.query)
            guard found.status == 200 else { continue }
            let wanted = zip(clients, sights).filter { $1.account.level > .none && filter.holds($0, $1) }.map(\.0.account)
            set("customer list", found.items.compactMap { $0["id"]?.string }, wanted, filter.query)
            words("customer list", found.bytes, [.line], isWhole: false)
            let plain = filter.query.split(separator: "&").filter { !$0.hasPrefix("sort=") }.joined(separator: "&")
            let count = try await get("/v1/customer-counts?\(plain)")
            if count.json["count"]?.int != Int64(wanted.count) {
                fault("customer list", "counts \(count.json["count"]?.int ?? -1) instead of \(wanted.count) by \(filter.query)")
            }
        }
    }

    mutating func customers() async throws {
        for (index, client) in clients.enumerated() where isClose(index) {
            let (sight, id) = (sights[index], client.account)
            let there = !holdsCustomers ? 403 : sight.account.level > .none ? 200 : 404
            let account = try await get("/v1/accounts/\(id)")
            status("account", account.status, there, client.name)
            words("account", account.bytes, [.account], of: index)
            if there == 200 {
                let hidden = (account.json["hidden"]?.array ?? []).compactMap(\.string)
                if hidden != sight.account.hidden.map(\.rawValue) { fault("account", "names \(hidden) as hidden") }
            }
            let people = try await get("/v1/accounts/\(id)/people")
            status("people", people.status, there == 200 && !sight.account.shows(.contact) ? 403 : there, client.name)
            words("people", people.bytes, [.people], of: index)
            let history = try await get("/v1/customers/\(id)/timeline?limit=200")
            status("history", history.status, there == 200 && !sight.account.shows(.history) ? 403 : there, client.name)
            words("history", history.bytes, [.history, .account, .people], of: index, isWhole: false)
            if history.status == 200 { words("history", history.bytes, [.history, .account], of: index, sure: .history) }
            for beside in ["owners", "team", "shares"] {
                let answer = try await get("/v1/accounts/\(id)/\(beside)")
                let mayLook = there == 200 && sight.account.isAllowed
                if !mayLook, answer.status == 200 { fault("beside the account", "shows \(beside) of \(client.name)") }
                words("beside the account", answer.bytes, mayLook ? [.account] : [], of: index, isWhole: false)
            }
            try await card(client, index, there)
        }
    }

    private mutating func card(_ client: DoorClient, _ index: Int, _ there: Int) async throws {
        let parts: [DoorClient.Part] = [.account, .people, .history, .order, .orderSummary, .mailLine]
        let card = try await get("/v1/customers/\(client.account)")
        status("card", card.status, there, client.name)
        if card.status == 200 {
            words("card", card.bytes, parts, of: index)
        } else {
            words("card", card.bytes, [], typed: ["\(client.account)"])
        }
        let page = try await get("/customers/\(client.account)", asPage: true)
        status("card page", page.status, there, client.name)
        words(
            "card page", page.bytes, page.status == 200 ? parts : [], of: index, typed: ["\(client.account)"], isWhole: false)
    }

    mutating func exports() async throws {
        let mayExport = expected.holds(.account, .export)
        for filter in ["owner=none", "kind=company"] where mayExport {
            let export = try await get("/v1/customers/export?format=ndjson&\(filter)")
            let wanted = zip(clients, sights).filter { client, sight in
                sight.export.isAllowed && sight.account.isAllowed && (filter != "owner=none" || client.facts.owner == nil)
            }
            let lines = export.bytes.split(separator: UInt8(ascii: "\n")).count
            if lines != wanted.count { fault("export", "holds \(lines) instead of \(wanted.count) by \(filter)") }
            words("export", export.bytes, [.export], isWhole: false)
            let counts = try await get("/v1/export-counts?\(filter)").json
            if counts["leaving"]?.int != Int64(wanted.count) { fault("export", "counts otherwise by \(filter)") }
        }
        for format in ["csv", "ndjson"] {
            let export = try await get("/v1/customers/export?format=\(format)")
            status("export", export.status, mayExport ? 200 : 403, format)
            guard export.status == 200 else { continue }
            words("export", export.bytes, [.export])
            let count = "\(those { $0.export.isAllowed }.count) of \(those { $0.account.level > .none }.count)"
            if export.fields["X-Export-Count"] != count {
                fault("export", "counts \(export.fields["X-Export-Count"] ?? "nothing") instead of \(count)")
            }
        }
    }

    /// Also what is shown for sure by this part alone.
    fileprivate mutating func words(
        _ door: String, _ bytes: [UInt8], _ parts: [DoorClient.Part], of index: Int, sure: DoorClient.Part
    ) {
        let text = bytes + [0]
        for word in clients[index].words(sure) where word.isSure && word.isShown(sights[index]) {
            if !Self.holds(text, word.text) { fault(door, "holds back \(word.text) of \(clients[index].name)") }
        }
    }
}
