import Core
import JSON

extension DoorCheck {
    mutating func orders() async throws {
        let mayRead = expected.holds(.order)
        let ways: [(query: String, limit: Int, holds: (Sight) -> Bool)] = [
            ("sort=number", 4, { $0.order.isAllowed }), ("sort=-total", 200, { $0.order.shows(.money) }),
            ("state=partly-paid", 200, { $0.order.shows(.money) }), ("state=shipped", 200, { $0.order.isAllowed }),
        ]
        for way in ways {
            let found = try await list("/v1/orders?\(way.query)", limit: way.limit)
            status("order list", found.status, mayRead ? 200 : 403, way.query)
            guard found.status == 200 else { continue }
            set("order list", found.items.compactMap { $0["id"]?.string }, those(way.holds).map(\.order), way.query)
            words("order list", found.bytes, [.order], isWhole: way.limit == 4)
        }
        let user = expected.viewer.user
        let mine = zip(clients, sights).filter { $1.order.isAllowed && user != nil && $0.facts.owner == user }.map(\.0.order)
        let own = try await list("/v1/orders?owner=me", limit: 50)
        if own.status == 200 {
            set("order list", own.items.compactMap { $0["id"]?.string }, mine, "owner=me")
            words("order list", own.bytes, [.order], isWhole: false)
        }
        let counts = try await get("/v1/order-counts?bounds=2000-01-01T00:00:00Z,2020-01-01T00:00:00Z,2100-01-01T00:00:00Z")
        status("order counts", counts.status, mayRead ? 200 : 403)
        if counts.status == 200 {
            let spans = (counts.json["spans"]?.array ?? []).map { $0["count"]?.int ?? -1 }
            if spans.count != 2 || spans.reduce(0, +) != Int64(those { $0.order.isAllowed }.count) {
                fault("order counts", "counts \(spans)")
            }
        }
        for (index, client) in clients.enumerated() where isClose(index) {
            let there = !mayRead ? 403 : sights[index].order.isAllowed ? 200 : 404
            let order = try await get("/v1/orders/\(client.order)")
            status("order", order.status, there, client.name)
            words("order", order.bytes, [.order], of: index)
            let summary = try await get("/v1/order-summaries?customer=\(client.account)")
            status("order summary", summary.status, there, client.name)
            words("order summary", summary.bytes, [.orderSummary], of: index)
            for query in ["customer=\(client.account)", "number=\(client.orderNumber)"] where mayRead {
                let found = try await get("/v1/orders?\(query)")
                set("order list", found.items.compactMap { $0["id"]?.string }, there == 200 ? [client.order] : [], query)
            }
            let page = try await get("/orders/\(client.order)", asPage: true)
            status("order page", page.status, there, client.name)
            let parts: [DoorClient.Part] = page.status == 200 ? [.order, .line] : []
            words("order page", page.bytes, parts, of: index, typed: ["\(client.order)"], isWhole: false)
        }
    }

    mutating func mails() async throws {
        let mayRead = expected.holds(.mail)
        let wanted = those { $0.mail.isAllowed }
        let found = try await list("/v1/mails", limit: 7)
        status("mail list", found.status, mayRead ? 200 : 403)
        if found.status == 200 {
            set("mail list", found.items.compactMap { $0["id"]?.string }, wanted.flatMap(\.mails))
            words("mail list", found.bytes, [.mailLine])
        }
        let counts = try await get("/v1/mail-counts")
        status("mail counts", counts.status, mayRead ? 200 : 403)
        if counts.status == 200 {
            let sum = (counts.json.object?.members ?? []).reduce(0) { $0 + ($1.value.int ?? 0) }
            if sum != Int64(wanted.flatMap(\.mails).count) { fault("mail counts", "counts \(sum)") }
        }
        for (index, client) in clients.enumerated() where isClose(index) {
            let there = !mayRead ? 403 : sights[index].mail.isAllowed ? 200 : 404
            for id in client.mails.prefix(1) {
                let other = client.mails.filter { $0 != id }.map(\.description)
                let mail = try await get("/v1/mails/\(id)")
                status("mail", mail.status, there, client.name)
                words("mail", mail.bytes, [.mail], of: index, typed: other)
                let page = try await get("/mails/\(id)", asPage: true)
                status("mail page", page.status, there, client.name)
                words(
                    "mail page", page.bytes, page.status == 200 ? [.mail, .line] : [], of: index, typed: ["\(id)"] + other,
                    isWhole: false)
            }
            for query in ["account=\(client.account)", "order=\(client.order)"] where mayRead {
                let found = try await get("/v1/mails?\(query)")
                let isThere = sights[index].mail.isAllowed && (query.hasPrefix("account") || sights[index].order.isAllowed)
                set("mail list", found.items.compactMap { $0["id"]?.string }, isThere ? client.mails : [], query)
            }
        }
    }

    /// Pages of lists, and those that only ask whether somebody may come in.
    mutating func pages() async throws {
        let pages: [(path: String, resource: Resource, parts: [DoorClient.Part])] = [
            ("/customers", .account, [.line]), ("/customers?sort=-lastOrderAt", .account, [.line]),
            ("/customers?owner=none&kind=company&when=new-30", .account, [.line]), ("/orders?owner=me", .order, [.order]),
            ("/orders", .order, [.order]), ("/orders?sort=total", .order, [.order]), ("/mails", .mail, [.mailLine]),
        ]
        for (path, resource, parts) in pages {
            let page = try await get(path, asPage: true)
            status("page of a list", page.status, expected.holds(resource) ? 200 : 403, path)
            words("page of a list", page.bytes, page.status == 200 ? parts : [], isWhole: false)
        }
        for (path, resource) in [("/products", Resource.product), ("/intake", .intake)] {
            let page = try await get(path, asPage: true)
            status("other pages", page.status, expected.holds(resource) ? 200 : 403, path)
            if resource == .product { words("other pages", page.bytes, [], isWhole: false) }
        }
    }
}
