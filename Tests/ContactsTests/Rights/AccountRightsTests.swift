import Access
import ContactsAPI
import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

/// Every reading door of the customers is compared with `AccessPolicy`, for customers of every standing and viewers of every kind.
@Suite struct AccountRightsTests {
    @Test(arguments: Engine.required)
    func `lists hold the rows and fields that the rules allow, and nothing more`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        for viewer in RightsMatrix.viewers(of: .account) {
            let decisions = room.customers.map { room.decide($0, viewer) }
            let all = zip(room.customers, decisions)
            let visible = all.filter { $0.1.level > .none }.map(\.0.id.description)
            let whole = all.filter(\.1.isAllowed).map(\.0.id.description)
            let paid = all.filter { $0.1.shows(.money) }.map(\.0.id.description)
            for (sort, expected) in [
                ("name", visible), ("-name", visible), ("createdAt", whole), ("-createdAt", whole), ("lastOrderAt", paid),
                ("-lastOrderAt", paid),
            ] {
                let found = try await room.list(viewer, "/v1/customers?sort=\(sort)")
                #expect(Set(RightsRoom.ids(found.items)) == Set(expected), "\(sort) \(viewer)")
                #expect(found.items.count == expected.count, "\(sort) \(viewer)")
                for (customer, decision) in all {
                    let line = found.items.first { $0["id"]?.string == customer.id.description }
                    Self.check(line, customer, decision)
                    for (word, groups) in customer.words where !(decision.isAllowed && groups.allSatisfy(decision.shows)) {
                        // The name of a customer of whom only name and owner may be seen is no secret.
                        guard !(decision.level > .none && groups.isEmpty) else { continue }
                        #expect(!found.text.contains(word), "\(word) \(sort) \(viewer)")
                    }
                }
            }
        }
    }

    private static func check(_ line: JSONValue?, _ customer: RightsRoom.Customer, _ decision: AccessDecision) {
        guard let line else { return }
        let showsName = customer.isNamed || (decision.shows(.contact) && decision.shows(.identifiers))
        #expect(line["name"]?.string == (showsName ? customer.name : customer.handle))
        #expect(line["access"]?.string == (decision.isAllowed ? "full" : "ownerOnly"))
        #expect(line["ownerID"]?.string == customer.facts.owner?.description)
        #expect(line["unitID"]?.string == customer.facts.unit?.description)
        #expect(line["unitName"]?.string == "Unit")
        #expect((line["email"] != nil) == decision.shows(.contact))
        #expect((line["orders"] != nil) == decision.shows(.money))
        #expect((line["createdAt"] != nil) == decision.isAllowed)
        #expect((line["hidden"]?.array ?? []).compactMap(\.string) == decision.hidden.map(\.rawValue))
        let (_, faults) = Shapes.read(CustomerSummary.self, from: line)
        #expect(faults.isEmpty)
    }

    @Test(arguments: Engine.required)
    func `a search finds nobody by what is held back`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        for (turn, viewer) in RightsMatrix.viewers(of: .account).enumerated() {
            for customer in room.customers where customer.number % 4 == turn % 4 {
                let decision = room.decide(customer, viewer)
                for (words, groups) in customer.searches {
                    let target = "/v1/customers?q=" + words.replacing(" ", with: "%20")
                    let found = try await room.list(viewer, target, limit: 50)
                    let isFound =
                        groups.isEmpty
                        ? decision.level > .none : decision.isAllowed && groups.allSatisfy(decision.shows)
                    #expect(
                        RightsRoom.ids(found.items) == (isFound ? [customer.id.description] : []), "\(words) \(viewer)")
                }
                // Without a right to orders nobody is found by their numbers.
                #expect(try await room.list(viewer, "/v1/customers?q=on\(customer.tag)").items.isEmpty)
            }
            // What all have in common.
            let byMail = try await room.list(viewer, "/v1/customers?q=mail.example")
            let mailed = room.customers.filter { room.decide($0, viewer).shows(.contact) }.map(\.id.description)
            #expect(Set(RightsRoom.ids(byMail.items)) == Set(mailed), "\(viewer)")
        }
    }

    @Test(arguments: Engine.required)
    func `one is found by an order's number where the order may be seen too`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        let account = Grant(role: "Matrix", resource: .account, actions: [.view], scope: .unit)
        for (turn, orders) in RightsMatrix.viewers(of: .order).enumerated() {
            let viewer = Viewer(
                user: orders.user, units: orders.units, deputyFor: orders.deputyFor, grants: orders.grants + [account])
            for customer in room.customers where customer.number % 3 == turn % 3 {
                let isFound = room.decide(customer, viewer).isAllowed && room.decide(customer, viewer, on: .order).isAllowed
                let found = try await room.list(viewer, "/v1/customers?q=on\(customer.tag)")
                #expect(RightsRoom.ids(found.items) == (isFound ? [customer.id.description] : []), "\(viewer)")
            }
        }
    }

    @Test(arguments: Engine.required)
    func `an account and its people are shown as far as the rules allow`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        for viewer in RightsMatrix.viewers(of: .account) {
            for customer in room.customers {
                let decision = room.decide(customer, viewer)
                let one = try await room.bench.request(
                    .get, "/v1/accounts/\(customer.id)", scopes: [ContactsScope.read], viewer: viewer)
                #expect(one.status == (decision.level > .none ? 200 : 404), "\(viewer)")
                let people = try await room.ask(viewer, "/v1/accounts/\(customer.id)/people")
                #expect(
                    people.status == (decision.shows(.contact) ? 200 : decision.level > .none ? 403 : 404), "\(viewer)")
                #expect(people.text.contains("ps\(customer.tag)") == decision.shows(.contact))
                let text = String(decoding: one.json.json(), as: UTF8.self)
                for (word, groups) in customer.words {
                    let isShown =
                        groups.isEmpty
                        ? decision.level > .none : decision.isAllowed && groups.allSatisfy(decision.shows)
                    guard word != customer.name || customer.isNamed else { continue }
                    #expect(text.contains(word) == isShown, "\(word) \(viewer)")
                }
                guard decision.level > .none else { continue }
                #expect(Shapes.read(AccountResource.self, from: one.json).faults.isEmpty)
                #expect((one.json["hidden"]?.array ?? []).compactMap(\.string) == decision.hidden.map(\.rawValue))
                #expect(
                    one.etag
                        == (decision.isAllowed ? "\"\((["1"] + decision.hidden.map(\.rawValue)).joined(separator: "-"))\"" : nil))
                #expect((one.json["createdAt"] == nil) == !decision.isAllowed)
            }
        }
    }

    @Test(arguments: Engine.required)
    func `a suspected pair is there for whom both sides show by what they are known`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        let named = room.customers.filter(\.isNamed)
        let viewers = RightsMatrix.viewers(of: .account)
        let withOrders = Grant(role: "Matrix", resource: .order, actions: [.view], scope: .unit)
        for viewer in viewers + [
            Viewer(user: RightsMatrix.anna, units: [RightsMatrix.north], grants: viewers[1].grants + [withOrders])
        ] {
            let shown = named.map { room.decide($0, viewer).shows(.contact) && room.decide($0, viewer).shows(.identifiers) }
            let expected = zip(named, zip(shown, shown.dropFirst())).filter { $0.1.0 && $0.1.1 }.map(\.0.id.description)
            let found = try await room.list(viewer, "/v1/suspected-duplicates")
            #expect(found.items.compactMap { $0["chosen"]?["account"]?.string }.sorted() == expected.sorted(), "\(viewer)")
            for customer in named {
                let seesOrder = expected.contains(customer.id.description) && room.decide(customer, viewer, on: .order).isAllowed
                #expect(found.text.contains("on\(customer.tag)") == seesOrder, "\(viewer)")
            }
        }
    }

    @Test(arguments: Engine.required)
    func `who may not write contacts of an account verifies none, and learns of none`(_ engine: Engine) async throws {
        let room = try await RightsRoom(engine)
        for (turn, viewer) in RightsMatrix.viewers(of: .account).enumerated() {
            for customer in room.customers where customer.isNamed && customer.number % 4 == turn % 4 {
                let sees = room.decide(customer, viewer)
                let changes = AccessPolicy.decide(
                    .change, on: .account, customer.facts, by: viewer, in: RightsMatrix.tree, at: RightsRoom.now)
                let mayWrite = changes.isAllowed && changes[.contact] == .write
                for mail in [customer.mail, "nobody@mail.example"] {
                    let version = try await room.bench.account(customer.id).version
                    let answer = try await room.bench.request(
                        .put, "/v1/accounts/\(customer.id)/emails/\(mail)/verification", ifMatch: "\"\(version)\"",
                        body: #"{"basis":"document"}"#, scopes: [ContactsScope.write], viewer: viewer)
                    let expected = mayWrite ? (mail == customer.mail ? 200 : 404) : sees.level > .none ? 403 : 404
                    #expect(answer.status == expected, "\(viewer)")
                    if answer.status == 404, !mayWrite {
                        #expect(answer.json["detail"]?.string == Refusal.noCustomer.detail)
                    }
                }
            }
        }
    }
}
