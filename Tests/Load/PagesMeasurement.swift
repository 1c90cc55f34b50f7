import Core
import HTTP
import JSON
import Runtime

/// How long the server takes for each page, on the embedded default with many customers, and how much a browser loads at first.
///
/// The customers come in as orders of a shop, so that whatever a page reads is there as it is in earnest. Pages are asked for in
/// turn over one connection each, as an administrator, who sees all there is.
struct PagesMeasurement: Sendable {
    private static let shop = "urn:shop:load"
    private static let batch = 200
    /// Milliseconds within which nineteen of twenty answers come; kilobytes of the first load without fonts.
    private static let aim = 100.0
    private static let firstLoad = 150.0

    let plan: Plan
    let folder: String

    private let web = WebClient(userAgent: "relata-load")

    init(plan: Plan, folder: String) {
        (self.plan, self.folder) = (plan, folder)
    }

    func run(into table: inout Table) async throws {
        let port = PlainRequest.freePort()
        let (base, data) = ("http://127.0.0.1:\(port)", folder + "/pages")
        let suite = try Child(
            plan.program("crm"), ["serve", "--data", data, "--listen", "127.0.0.1:\(port)"],
            environment: [
                "CRM_GATEWAY_RATE": "1000000", "CRM_GATEWAY_ACCOUNT_RATE": "1000000", "CRM_GATEWAY_ADDRESS_RATE": "1000000",
            ],
            in: folder)
        do {
            try await suite.becomesReady(port: port)
            let token = try await Child.run(
                plan.program("crm"),
                [
                    "token", "create", "--data", data, "--name", "load", "--source", Self.shop, "--scope",
                    "events:write,customers:read,orders:read,operations:read",
                ], in: folder, seconds: 30
            ).filter { !$0.isWhitespace }
            let began = monotonicMicroseconds()
            try await fill(base, token)
            table.note(
                "Pages: \(plan.customers) customers with an order each came in within \(Table.shown(Self.seconds(since: began))) s."
            )
            try await measure(base, token, data, into: &table)
            await suite.stop()
        } catch {
            await suite.stop()
            throw error
        }
    }

    // MARK: Customers

    private func fill(_ base: String, _ token: String) async throws {
        for first in stride(from: 0, to: plan.customers, by: Self.batch) {
            let events = (first..<min(first + Self.batch, plan.customers)).map(Self.order)
            let response = try await web.send(
                .post, base + "/v1/events",
                fields: [("Authorization", "Bearer " + token), ("Content-Type", "application/cloudevents-batch+json")],
                body: JSONValue.array(events).json(), timeoutSeconds: 120, maxResponse: 16 << 20)
            guard response.status == 200 else {
                throw Refusal(
                    .failed, "fill",
                    "The shop's door answered \(response.status): \(String(decoding: response.body.prefix(500), as: UTF8.self))")
            }
        }
        // Told to contacts and notifications, down to the last.
        let deadline = monotonicMicroseconds() + 1_800_000_000
        while true {
            let status = try await get(base + "/v1/operations", token)
            let untold = (status["services"]?.array ?? []).reduce(0) { $0 + ($1["outbox"]?.int ?? 0) }
            if untold == 0, status["services"]?.array?.count == 4 { return }
            guard monotonicMicroseconds() < deadline else { throw Refusal(.failed, "timeout", "\(untold) events are not told.") }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// Of last year, so that nobody is written to.
    private static func order(_ number: Int) -> JSONValue {
        let customer: JSONValue = [
            "shopId": .string("c\(number)"), "name": .string("Customer \(String(number, radix: 36)) \(number % 977)"),
            "email": .string("customer\(number)@mail.example"), "phone": .string("+7912\(String(10_000_000 + number).suffix(7))"),
        ]
        let data: JSONValue = [
            "number": .string("L-\(number)"), "currency": "RUB", "customer": customer,
            "lines": [["line": 1, "sku": "A", "name": "Thing", "quantity": 1, "unitPrice": 129_900, "total": 129_900]],
            "total": 129_900,
            "placedAt": .string(CivilTime(year: 2025, month: 1 + number % 12, day: 1 + number % 28).timestamp.description),
        ]
        return [
            "specversion": "1.0", "id": .string("l-\(number)"), "source": .string(shop), "type": "shop.order.placed.v1",
            "data": data,
        ]
    }

    // MARK: Pages

    private func measure(_ base: String, _ token: String, _ data: String, into table: inout Table) async throws {
        let cookie = try await signIn(base, data)
        let customer = try await get(base + "/v1/customers?q=customer\(plan.customers / 2)@", token)["items"]?.array?.first?[
            "id"]?.string
        let order = try await get(base + "/v1/orders?number=L-\(plan.customers / 2)", token)["items"]?.array?.first?["id"]?.string
        guard let customer, let order else { throw Refusal(.failed, "fill", "A customer that came in is not found.") }
        let pages = [
            "/", "/customers", "/customers?q=customer1234", "/customers?sort=-lastOrderAt", "/customers/\(customer)", "/orders",
            "/orders?state=unpaid", "/orders/\(order)", "/products", "/mails", "/intake", "/operations", "/operations/jobs",
            "/users",
            "/units", "/roles", "/audit", "/me", "/docs", "/search?q=91200", "/search?part=list&q=cust",
        ]
        // What a request costs by itself on this machine, for the ratio.
        let least = try await times(base + "/assets/mark.svg", cookie).middle
        for page in pages {
            let (middle, slow) = try await times(base + page, cookie)
            let name = page.replacing(customer, with: "…").replacing(order, with: "…")
            table.add(
                "page \(name), p95 in ms", suite: Table.shown(slow, 1), reference: Table.shown(least, 1), value: slow, digits: 1,
                .below(Self.aim))
            table.detail("p50", suite: Table.shown(middle, 1), reference: "× " + Table.shown(middle / max(least, 0.01), 1))
        }
        try await weigh(base, cookie, into: &table)
    }

    /// The page and all files that it names, as they are sent.
    private func weigh(_ base: String, _ cookie: String, into table: inout Table) async throws {
        let page = try await page(base + "/", cookie)
        let text = String(decoding: page, as: UTF8.self)
        var names: Set<String> = []
        for part in text.split(separator: "\"") where part.hasPrefix("/assets/") {
            names.insert(String(part.prefix { $0 != "#" }))
        }
        var bytes = page.count
        var modules = Array(names)
        while let name = modules.popLast() {
            let file = try await self.page(base + name, cookie)
            bytes += file.count
            for part in String(decoding: file, as: UTF8.self).split(separator: "\"") where part.hasPrefix("/assets/") {
                if names.insert(String(part)).inserted { modules.append(String(part)) }
            }
        }
        let size = Double(bytes) / 1024
        table.add(
            "first load without fonts, kB as sent", suite: Table.shown(size, 1), reference: "", value: size, digits: 1,
            .below(Self.firstLoad))
    }

    private func times(_ address: String, _ cookie: String) async throws -> (middle: Double, slow: Double) {
        for _ in 0..<3 { _ = try await page(address, cookie) }
        var times: [Double] = []
        for _ in 0..<plan.asked {
            let began = monotonicMicroseconds()
            _ = try await page(address, cookie)
            times.append(Double(monotonicMicroseconds() - began) / 1000)
        }
        times.sort()
        return (times[times.count / 2], times[min(times.count - 1, times.count * 95 / 100)])
    }

    private func page(_ address: String, _ cookie: String) async throws -> [UInt8] {
        let response = try await web.send(
            .get, address, fields: [("Cookie", cookie), ("Accept", "text/html")], timeoutSeconds: 60, maxResponse: 16 << 20)
        guard response.status == 200 else { throw Refusal(.failed, "page", "\(address) answered \(response.status).") }
        return response.body
    }

    private func signIn(_ base: String, _ data: String) async throws -> String {
        let password = String(decoding: try File.read(data + "/admin-password"), as: UTF8.self).filter { !$0.isWhitespace }
        let response = try await web.send(
            .post, base + "/signin",
            fields: [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", base), ("Accept", "text/html")],
            body: Array("login=admin&password=\(password)&language=en".utf8))
        guard response.status == 303, let cookie = response.fields["Set-Cookie"] else {
            throw Refusal(.failed, "sign-in", "Signing in was answered \(response.status).")
        }
        return String(cookie.prefix { $0 != ";" })
    }

    private func get(_ address: String, _ token: String) async throws -> JSONValue {
        let response = try await web.send(
            .get, address, fields: [("Authorization", "Bearer " + token)], timeoutSeconds: 60, maxResponse: 16 << 20)
        guard response.status == 200 else { throw Refusal(.failed, "answer", "\(address) answered \(response.status).") }
        return try JSONValue.parse(response.body, limits: JSONLimits(depth: 64, bytes: 16 << 20))
    }

    private static func seconds(since began: Int64) -> Double { Double(monotonicMicroseconds() - began) / 1_000_000 }
}
