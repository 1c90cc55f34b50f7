import ContactsAPI
import Core
import Database
import TestKit
import Testing

@testable import Contacts

@Suite struct MatchingTests {
    /// First two customers, then a third; which of them it is found to be, and whether the other is suspected.
    struct Case: Sendable, CustomTestStringConvertible {
        let third: String
        let expected: Int?
        let suspected: Bool

        var testDescription: String { third }
    }

    private static let first = #"{"shopId":"1","taxId":"7415032118","email":"One@example.com","phone":"+79123456781"}"#
    private static let second = #"{"shopId":"2","taxId":"7415032119","email":"two@example.com","phone":"+79123456782"}"#

    private static let cases = [
        Case(third: #"{"shopId":" 1 "}"#, expected: 1, suspected: false),
        Case(third: #"{"taxId":"7415 032 118"}"#, expected: 1, suspected: false),
        Case(third: #"{"email":" one@EXAMPLE.com"}"#, expected: 1, suspected: false),
        Case(third: #"{"phone":"8 (912) 345-67-81"}"#, expected: 1, suspected: false),
        Case(third: #"{"shopId":"3"}"#, expected: nil, suspected: false),
        Case(third: #"{"shopId":"3","email":"one@example.com"}"#, expected: 1, suspected: false),
        Case(third: #"{"shopId":"1","email":"two@example.com"}"#, expected: 1, suspected: true),
        Case(third: #"{"shopId":"2","taxId":"7415032118"}"#, expected: 2, suspected: true),
        Case(third: #"{"taxId":"7415032118","email":"two@example.com"}"#, expected: 1, suspected: true),
        Case(third: #"{"email":"two@example.com","phone":"+79123456781"}"#, expected: 2, suspected: true),
        Case(third: #"{"company":{"name":"Уралмедь","taxId":"7415032118/741501001"}}"#, expected: 1, suspected: false),
        Case(third: #"{"email":"other@example.com","phone":"+79123456789"}"#, expected: nil, suspected: false),
    ]

    @Test(arguments: Engine.required, cases)
    func `an order goes to the customer of its strongest identity`(_ engine: Engine, _ example: Case) async throws {
        let bench = try await ContactsBench(engine)
        let known = [try await bench.place(Self.first), try await bench.place(Self.second)]
        let customer =
            example.third.contains("company")
            ? String(example.third.dropLast()) + #","phone":"+7 912 345-67-81"}"# : example.third
        let found = try await bench.place(customer)
        #expect(known.firstIndex(of: found).map { $0 + 1 } == example.expected)
        #expect(try await bench.count("accounts") == (example.expected == nil ? 3 : 2))
        #expect(try await bench.count("suspected_duplicates") == (example.suspected ? 1 : 0))
    }

    @Test(arguments: Engine.required) func `the same number in another shop is another customer`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let one = try await bench.place(#"{"shopId":"1"}"#)
        let other = try await bench.place(#"{"shopId":"1"}"#, source: "urn:shop:two")
        #expect(one != other)
    }

    @Test(arguments: Engine.required) func `a pair is suspected once, however often it is met`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let one = try await bench.place(#"{"shopId":"1"}"#)
        let two = try await bench.place(#"{"email":"two@example.com"}"#)
        try await bench.place(#"{"shopId":"1","email":"two@example.com"}"#, number: "first")
        try await bench.place(#"{"shopId":"1","email":"two@example.com"}"#)
        let pairs = try await ListSuspectedDuplicates(database: bench.database, rights: bench.rights)(
            before: nil, limit: 10, for: .everything(role: "Test"))
        let pair = try #require(pairs.first)
        #expect(pairs.count == 1)
        #expect(pair.times == 2)
        #expect(pair.number == "first")
        #expect((pair.chosen.account, pair.chosen.matchedBy) == (one, "shop-id"))
        #expect((pair.other.account, pair.other.matchedBy) == (two, "email"))
    }

    @Test(arguments: Engine.required) func `an event told twice counts once`(_ engine: Engine) async throws {
        let bench = try await ContactsBench(engine)
        let event = bench.placed(#"{"shopId":"1"}"#, order: bench.ids.next(), number: "1")
        try await bench.tell(event)
        let history = try await bench.history()
        try await bench.tell(event)
        #expect(try await bench.history() == history)
        #expect(try await bench.count("account_orders") == 1)
    }
}
