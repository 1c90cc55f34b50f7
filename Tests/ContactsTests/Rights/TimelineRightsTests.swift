import Access
import ContactsAPI
import Core
import Database
import JSON
import TestKit
import Testing

@testable import Contacts

/// The history under rights: entries of orders and mails need the right to these, and a search looks only at what is shown.
@Suite struct TimelineRightsTests {
    private static func viewers() -> [Viewer] {
        func with(_ more: [Grant], _ viewers: [Viewer]) -> [Viewer] {
            viewers.map {
                Viewer(user: $0.user, units: $0.units, deputyFor: $0.deputyFor, grants: $0.grants + more)
            }
        }
        func all(_ resource: Resource) -> Grant { Grant(role: "All", resource: resource, actions: [.view], scope: .all) }
        return with([], RightsMatrix.viewers(of: .account)) + with([all(.order), all(.mail)], RightsMatrix.viewers(of: .account))
            + with([all(.account)], RightsMatrix.viewers(of: .order))
            + with([all(.account)], RightsMatrix.viewers(of: .mail))
    }

    @Test(arguments: Engine.required)
    func `a history tells what the rules allow, and nothing more`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        for (turn, viewer) in Self.viewers().enumerated() {
            for customer in room.customers where customer.number % 4 == turn % 4 {
                let (account, order) = (room.decide(customer, viewer), room.decide(customer, viewer, on: .order))
                let mail = room.decide(customer, viewer, on: .mail)
                let target = "/v1/customers/\(customer.id)/timeline"
                let answer = try await room.ask(viewer, target)
                guard account.shows(.history) else {
                    #expect(answer.status == (account.level > .none ? 403 : 404), "\(viewer)")
                    #expect(answer.json["code"]?.string == (account.level > .none ? "hidden" : "not-found"))
                    continue
                }
                let tag = customer.tag
                let seesOrders = order.isAllowed && order.shows(.history)
                let seesMoney = seesOrders && order.shows(.money) && account.shows(.money)
                let seesReason = [mail, account].allSatisfy { $0.shows(.contact) && $0.shows(.consents) }
                let words: [(String, Bool)] = [
                    ("ca\(tag)", seesOrders), ("on\(tag)", seesOrders), ("91\(tag.prefix(2))91", seesMoney),
                    ("rf\(tag)", seesMoney),
                    ("mi\(tag)", mail.isAllowed), ("su\(tag)", mail.shows(.history)), ("re\(tag)", mail.isAllowed && seesReason),
                    ("oi\(tag)", seesOrders || (mail.isAllowed && order.isAllowed)), ("cp\(tag)", account.shows(.consents)),
                    ("contact-point", account.shows(.contact)),
                    ("nm\(tag)", customer.isNamed && account.shows(.contact) && account.shows(.identifiers)),
                    ("ml\(tag)", account.shows(.contact)),
                ]
                let paged = try await room.list(viewer, target, limit: 2)
                #expect(paged.items == answer.json["items"]?.array)
                for (word, isShown) in words {
                    #expect(answer.text.contains(word) == isShown, "\(word) \(viewer)")
                    let found = try await room.ask(viewer, "\(target)?q=\(word)")
                    guard word != "contact-point" else { continue }
                    #expect((found.json["items"]?.array ?? []).isEmpty == !isShown, "\(word) \(viewer)")
                }
            }
        }
    }
}
