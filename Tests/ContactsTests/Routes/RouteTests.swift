import ContactsAPI
import Core
import Database
import HTTP
import JSON
import Observability
import ServiceKit
import TestKit
import Testing

@testable import Contacts

@Suite struct RouteTests {
    private func get(_ bench: ContactsBench, _ target: String, scopes: Set<String> = ["customers:read"]) async throws -> (
        status: Int, etag: String?, json: JSONValue
    ) {
        try await bench.request(.get, target, scopes: scopes)
    }

    @Test(arguments: Engine.required) func `a list is read page by page`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        for name in ["Борис", "Анна", "Вера"] { try await bench.place(#"{"shopId":"\#(name)","name":"\#(name)"}"#) }
        var names: [String] = []
        var target: String? = "/v1/customers?limit=2&sort=name"
        while let next = target {
            let answer = try await get(bench, next)
            #expect(answer.status == 200)
            names += answer.json["items"]?.array?.compactMap { $0["name"]?.string } ?? []
            target = answer.json["next"]?.string.map { "/v1/customers?limit=2&sort=name&cursor=\($0)" }
        }
        #expect(names == ["Анна", "Борис", "Вера"])
    }

    @Test(arguments: Engine.required) func `an account is read whole, with its version as ETag`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(
            #"{"shopId":"1","email":"a@example.com","phone":"+79123456789","taxId":"7415032118","name":"Анна"}"#, country: "RU")
        let answer = try await get(bench, "/v1/accounts/\(id)")
        #expect(answer.etag == "\"2\"")
        let (value, faults) = Shapes.read(AccountResource.self, from: answer.json)
        #expect(faults.isEmpty)
        let account = try #require(value)
        #expect(account.shopIdentities == [ShopIdentityResource(source: "urn:shop:one", shopID: "1")])
        #expect(account.taxIDs == ["7415032118"])
        #expect(account.phones?.map(\.number) == ["+79123456789"])
        let people = try await get(bench, "/v1/accounts/\(id)/people")
        let person = try #require(people.json["items"]?.array?.first)
        let read = Shapes.read(PersonResource.self, from: person)
        #expect(read.faults.isEmpty)
        #expect(read.value?.emails.map(\.address) == ["a@example.com"])
    }

    @Test(arguments: Engine.required) func `a history is read page by page, newest first`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let order = bench.ids.next()
        let id = try await bench.place(#"{"shopId":"1"}"#, order: order, number: "1")
        for index in 0..<7 {
            let members = #""amount":1,"reference":"\#(index)","at":"2026-11-0\#(1 + index / 3)T11:00:00Z","paymentState":"paid""#
            try await bench.tell(bench.event("order.paid", order: order, number: "1", members: members))
        }
        var references: [String] = []
        var target: String? = "/v1/customers/\(id)/timeline?kind=order.paid&limit=2"
        while let next = target {
            let answer = try await get(bench, next)
            let items = try #require(answer.json["items"]?.array)
            #expect(items.allSatisfy { Shapes.read(TimelineEntryResource.self, from: $0).faults.isEmpty })
            references += items.compactMap { $0["data"]?["reference"]?.string }
            target = answer.json["next"]?.string.map { "/v1/customers/\(id)/timeline?kind=order.paid&limit=2&cursor=\($0)" }
        }
        #expect(references == ["6", "5", "4", "3", "2", "1", "0"])
    }

    @Test(arguments: Engine.required) func `suspected duplicates are listed`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        try await bench.place(#"{"shopId":"1"}"#)
        for index in 0..<3 {
            try await bench.place(#"{"email":"\#(index)@example.com"}"#)
            try await bench.place(#"{"shopId":"1","email":"\#(index)@example.com"}"#)
        }
        let first = try await get(bench, "/v1/suspected-duplicates?limit=2")
        let items = try #require(first.json["items"]?.array)
        #expect(items.allSatisfy { Shapes.read(SuspectedDuplicateResource.self, from: $0).faults.isEmpty })
        let next = try #require(first.json["next"]?.string)
        let second = try await get(bench, "/v1/suspected-duplicates?limit=2&cursor=\(next)")
        #expect(items.count == 2)
        #expect(second.json["items"]?.array?.count == 1)
        #expect(second.json["next"] == nil)
    }

    @Test(arguments: [
        ("/v1/accounts/0190c2a6-7b7e-7000-8000-000000000001", 404, "not-found"), ("/v1/accounts/1", 404, "not-found"),
        ("/v1/accounts/0190c2a6-7b7e-7000-8000-000000000001/people", 404, "not-found"),
        ("/v1/customers/0190c2a6-7b7e-7000-8000-000000000001/timeline", 404, "not-found"),
        ("/v1/customers?sort=age", 400, "bad-sort"), ("/v1/customers?limit=0", 400, "bad-limit"),
        ("/v1/customers?cursor=x", 400, "bad-cursor"), ("/v1/suspected-duplicates?cursor=MToy", 400, "bad-cursor"),
    ])
    func `what cannot be answered is refused with a reason`(_ target: String, _ status: Int, _ code: String) async throws {
        let bench = try await ContactsBench(.sqlite)
        let answer = try await get(bench, target)
        #expect(answer.status == status)
        #expect(answer.json["code"]?.string == code)
    }

    @Test func `a cursor of another order is refused`() async throws {
        let bench = try await ContactsBench(.sqlite)
        for index in 0..<3 { try await bench.place(#"{"shopId":"\#(index)"}"#) }
        let cursor = try #require(try await get(bench, "/v1/customers?limit=1").json["next"]?.string)
        #expect(try await get(bench, "/v1/customers?limit=1&sort=createdAt&cursor=\(cursor)").status == 400)
    }

    @Test func `each door needs its own right, and no other opens it`() async throws {
        let bench = try await ContactsBench(.sqlite)
        for route in bench.module.routes {
            guard case .scope(let own) = route.access else {
                Issue.record("\(route.pattern) asks for no right")
                continue
            }
            let target = route.pattern.replacing("{id}", with: bench.ids.next().description).filter { !"{}".contains($0) }
            let others: Set = [ContactsScope.read, ContactsScope.write, ContactsScope.assign]
            #expect(own != ContactsScope.read || route.method == .get || route.pattern.contains("access-requests"))
            #expect(try await bench.request(route.method, target, scopes: others.subtracting([own])).status == 403)
        }
    }
}
