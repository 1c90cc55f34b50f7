import ContactsAPI
import Core
import Database
import Events
import JSON
import TestKit
import Testing

@testable import Contacts

@Suite struct AccountTests {
    @Test(arguments: Engine.required) func `keeps all that orders tell, as it was given`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(
            """
            {"shopId":"1","email":"Ann@Example.com","phone":"8 (912) 345-67-89","name":"Анна Ким","language":"ru","interests":["taps"],
            "company":{"name":"ООО «Уралмедь»","taxId":"7415032118"},
            "consents":[{"purpose":"new-products","channel":"email","givenAt":"2026-10-01T00:00:00Z"}]}
            """, country: "RU")
        try await bench.place(
            #"{"shopId":"1","email":"buh@example.com","name":"Елена Гусева","interests":["taps","pipes"]}"#,
            placedAt: "2026-11-05T10:00:00Z")
        let account = try await bench.account(id)
        #expect(account.kind == .company)
        #expect(account.name == "ООО «Уралмедь»")
        #expect(account.people.map(\.name) == ["Анна Ким", "Елена Гусева"])
        #expect(account.points.filter { $0.kind == .email }.map(\.text) == ["Ann@Example.com", "buh@example.com"])
        #expect(account.points.filter { $0.kind == .email }.map(\.isPrimary) == [false, true])
        let phone = try #require(account.points.first { $0.kind == .phone })
        #expect((phone.value, phone.raw, phone.text) == ("+79123456789", "8 (912) 345-67-89", "+7 912 345-67-89"))
        #expect(phone.person == account.people.first?.id)
        #expect(account.interests == ["taps", "pipes"])
        #expect(account.addresses.map(\.city) == ["Миасс"])
        #expect(account.consents.all.map(\.purpose) == ["new-products"])
        #expect((account.orders, account.lastOrderAt) == (2, Timestamp("2026-11-05T10:00:00Z")))
    }

    @Test(arguments: Engine.required) func `an older order that comes late changes neither language nor primary mail`(
        _ engine: Engine
    ) async throws {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(
            #"{"shopId":"1","email":"new@example.com","language":"en"}"#, placedAt: "2026-11-05T10:00:00Z")
        try await bench.place(
            #"{"shopId":"1","email":"old@example.com","language":"ru"}"#, placedAt: "2026-10-05T10:00:00Z")
        let told = try await bench.account(id).told
        #expect(told.language == "en")
        #expect(told.emails == ["new@example.com", "old@example.com"])
    }

    @Test(arguments: Engine.required) func `whoever orders for a company becomes its account`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(#"{"email":"petr@example.com","name":"Пётр Ильин"}"#)
        try await bench.place(#"{"email":"petr@example.com","company":{"name":"Гранит"}}"#)
        let account = try await bench.account(id)
        #expect((account.kind, account.name) == (.company, "Гранит"))
        #expect(account.people.map(\.name) == ["Пётр Ильин"])
    }

    @Test(arguments: Engine.required) func `a customer without a name goes by what is known until one is given`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(#"{"shopId":"17850","email":"17850@example.com"}"#)
        #expect(try await bench.account(id).name == "17850@example.com")
        try await bench.place(#"{"shopId":"17850","name":"Ann Lee"}"#)
        let account = try await bench.account(id)
        #expect(account.name == "Ann Lee")
        #expect(account.people.map(\.name) == ["Ann Lee"])
    }

    @Test(arguments: Engine.required) func `tells each change once, with a version that rises by one`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(#"{"shopId":"1","email":"a@example.com"}"#)
        try await bench.place(#"{"shopId":"1","email":"a@example.com"}"#)
        try await bench.place(#"{"shopId":"1","phone":"+79123456789"}"#)
        let told = try await bench.told()
        #expect(
            told.map { $0.type.split(separator: ".").suffix(3).joined(separator: ".") } == [
                "account.created.v1", "order.linked.v1", "order.linked.v1", "account.changed.v1", "order.linked.v1",
            ])
        #expect(told.map(\.version) == [1, 2, 3, 4, 5])
        #expect(told.allSatisfy { $0.key == id.description })
        #expect(try await bench.account(id).version == 5)
        let changed = try Shapes.decode(AccountChanged.self, from: told[3].data)
        #expect(changed.phones == ["+79123456789"])
        #expect(changed.version == 4)
        let linked = try Shapes.decode(OrderLinked.self, from: told[4].data)
        #expect((linked.accountID, linked.source) == (id, "urn:shop:one"))
    }

    @Test(arguments: Engine.required)
    func `unsubscribing withdraws the consent of everybody at that address and is told and kept`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let consents = #""consents":[{"purpose":"news","channel":"email","givenAt":"2026-10-01T00:00:00Z"}]"#
        let one = try await bench.place(#"{"shopId":"1","email":"shared@example.com",\#(consents)}"#)
        let two = try await bench.place(#"{"shopId":"2","phone":"+79123456789",\#(consents)}"#)
        try await bench.place(#"{"shopId":"2","email":"shared@example.com"}"#)
        let wish = bench.notification(
            "unsubscribed",
            """
            {"accountID":"\(one)","email":"Shared@example.com","purpose":"news","channel":"email","at":"2026-11-03T00:00:00Z"}
            """)
        try await bench.tell(wish)
        for id in [one, two] {
            let account = try await bench.account(id)
            #expect(account.consents.all.map(\.withdrawnAt) == [Timestamp("2026-11-03T00:00:00Z")])
            let entries = try await bench.timeline(
                of: id, before: nil, filter: TimelineFilter(kinds: ["consent"]), limit: 5)
            #expect(entries.map(\.actor) == ["customer"])
            let last = try #require(try await bench.told().last { $0.key == id.description })
            #expect(last.type == ContactsEvents.accountChanged)
            #expect(try Shapes.decode(AccountChanged.self, from: last.data).consents.allSatisfy { $0.withdrawnAt != nil })
        }
        let history = try await bench.history()
        try await bench.tell(wish)
        #expect(try await bench.history() == history)
    }
}
