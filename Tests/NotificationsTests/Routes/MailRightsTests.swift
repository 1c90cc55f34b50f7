import Access
import Core
import Database
import HTTP
import JSON
import NotificationsAPI
import Observability
import ServiceKit
import TestKit
import Testing

@testable import Notifications

/// Every door of the mails is compared with `AccessPolicy`, for a mail of every standing and viewers of every kind.
@Suite struct MailRightsTests {
    /// One uncertain mail to each standing's account, which every word of it can be told by.
    struct Room: Sendable {
        let bench: NotificationsBench
        let standings: [RightsMatrix.Standing]

        init(_ engine: Engine) async throws {
            bench = try await NotificationsBench(engine)
            let now = bench.clock.now()
            standings = RightsMatrix.standings(now: now)
            try await bench.database.write { [standings] tx in
                try RightsMatrix.keep(now: now, in: tx)
                for (index, standing) in standings.enumerated() {
                    var content = MailContent()
                    content.number = "TEXT\(standing.name)"
                    content.total = Money(amount: 77_701, currency: try #require(Currency("EUR")))
                    let mail = Mail(
                        id: Self.id(index), intent: "intent-\(index)", kind: .orderPlaced, state: .uncertain,
                        accountID: standing.account, orderID: nil, recipient: "\(standing.name)@mail.example",
                        recipientName: standing.name, language: "en", subject: "SUBJECT\(standing.name)",
                        content: content.json(), createdAt: now.adding(seconds: Double(index)), finishedAt: now, attempts: 1,
                        reason: "550 REASON\(standing.name)")
                    #expect(try MailStore().insert(mail, in: tx))
                }
            }
        }

        static func id(_ index: Int) -> MailID { MailID(ID(high: 4, low: UInt64(index))) }

        func door(_ viewer: Viewer) throws -> Handler {
            let mails = ListMails(
                database: bench.database,
                link: UnsubscribeLink(publicURL: "https://crm.example", secret: NotificationsBench.secret),
                rights: bench.rights)
            return try ServiceHandler.make(
                service: "notifications", routes: MailRoutes(listMails: mails, resolveUncertain: bench.resolveUncertain).routes,
                ids: bench.ids, logger: .silent, metrics: Metrics()
            ) { _ in
                Caller(kind: .person, subject: "1", name: "Anna", scopes: ["mails:read", "mails:write"], viewer: viewer)
            }
        }
    }

    private static func get(_ door: Handler, _ target: String) async throws -> (status: Int, body: JSONValue, text: String) {
        let response = try await door(HTTPRequest(method: .get, target: target))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return (response.status, try JSONValue.parse(bytes), String(decoding: bytes, as: UTF8.self))
    }

    /// What is on all pages of two.
    private static func list(_ door: Handler, _ query: String) async throws -> [JSONValue] {
        var (items, cursor): ([JSONValue], String) = ([], "")
        while true {
            let page = try await get(door, "/v1/mails?limit=2&\(query)\(cursor)").body
            items += page["items"]?.array ?? []
            guard let next = page["next"]?.string else { return items }
            cursor = "&cursor=\(next)"
        }
    }

    @Test(arguments: Engine.required)
    func `every door shows the rows and fields that the rules allow, and nothing more`(_ engine: Engine) async throws {
        let room = try await Room(engine)
        let now = room.bench.clock.now()
        for viewer in RightsMatrix.viewers(of: .mail) {
            let door = try room.door(viewer)
            let decisions = room.standings.map { $0.decide(.view, .mail, viewer, at: now) }
            let seen = decisions.indices.filter { decisions[$0].isAllowed }
            let listed = try await Self.list(door, "")
            #expect(Set(listed.compactMap { $0["intent"]?.string }) == Set(seen.map { "intent-\($0)" }), "\(viewer)")
            #expect(listed.count == seen.count)
            #expect(try await Self.list(door, "state=uncertain") == listed)
            #expect(try await Self.get(door, "/v1/mail-counts").body["uncertain"]?.int == Int64(seen.count), "\(viewer)")
            for (index, (standing, decision)) in zip(room.standings, decisions).enumerated() {
                let one = try await Self.get(door, "/v1/mails/\(Room.id(index))")
                #expect(one.status == (decision.isAllowed ? 200 : 404), "\(standing.name) \(viewer)")
                if let account = standing.account {
                    let found = try await Self.list(door, "account=\(account)")
                    #expect(found == (decision.isAllowed ? [one.body["mail"] ?? .null] : []), "\(standing.name) \(viewer)")
                }
                guard decision.isAllowed else { continue }
                #expect(
                    (one.body["mail"]?["hidden"]?.array ?? []).compactMap(\.string)
                        == FieldGroup.allCases.filter { !decision.shows($0) }.map(\.rawValue))
                let secrets: [(String, Set<FieldGroup>)] = [
                    ("\(standing.name)@mail.example", [.contact]), ("REASON\(standing.name)", [.contact, .consents]),
                    ("SUBJECT\(standing.name)", [.history]), ("TEXT\(standing.name)", [.history, .money]),
                    ("777.01", [.history, .money]),
                ]
                for (word, groups) in secrets {
                    #expect(one.text.contains(word) == groups.allSatisfy(decision.shows), "\(word) \(one.text)")
                }
            }
        }
    }

    @Test(arguments: Engine.required)
    func `the order that a mail is about is named to whom the order is shown`(_ engine: Engine) async throws {
        let room = try await Room(engine)
        let order = ID(high: 9, low: 9)
        try await room.bench.database.write { tx in
            _ = try tx.changes(
                "UPDATE mails SET order_id = \(.id(order)), intent = \(.text("order-placed:\(order)")) WHERE intent = 'intent-0'")
        }
        let all = Grant(role: "Mails", resource: .mail, actions: [.view, .change], scope: .all)
        for viewer in RightsMatrix.viewers(of: .order) {
            let door = try room.door(
                Viewer(user: viewer.user, units: viewer.units, deputyFor: viewer.deputyFor, grants: viewer.grants + [all]))
            let isShown = room.standings[0].decide(.view, .order, viewer, at: room.bench.clock.now()).isAllowed
            let one = try await Self.get(door, "/v1/mails/\(Room.id(0))")
            #expect(one.text.contains("\(order)") == isShown, "\(viewer)")
            let listed = try await Self.list(door, "")
            #expect(listed.count == room.standings.count)
            #expect(listed.contains { $0["orderID"]?.string == order.description } == isShown)
            #expect(listed.contains { $0["intent"]?.string == "order-placed:\(order)" } == isShown)
            #expect(try await Self.list(door, "order=\(order)").count == (isShown ? 1 : 0), "\(viewer)")
        }
    }

    @Test(arguments: Engine.required)
    func `who may not change a mail decides nothing about it`(_ engine: Engine) async throws {
        let room = try await Room(engine)
        let now = room.bench.clock.now()
        for viewer in RightsMatrix.viewers(of: .mail) {
            let door = try room.door(viewer)
            for (index, standing) in room.standings.enumerated() {
                let sees = standing.decide(.view, .mail, viewer, at: now).isAllowed
                let changes = standing.decide(.change, .mail, viewer, at: now).isAllowed
                var request = HTTPRequest(method: .post, target: "/v1/mails/\(Room.id(index))/resolve")
                request.fields["Content-Type"] = "application/json"
                request.body = .bytes(Array(#"{"decision":"sent"}"#.utf8))
                #expect(try await door(request).status == (changes ? 200 : sees ? 403 : 404), "\(standing.name) \(viewer)")
                guard changes else { continue }
                try await room.bench.database.write { try $0.execute("UPDATE mails SET state = 'uncertain'") }
            }
        }
    }
}
