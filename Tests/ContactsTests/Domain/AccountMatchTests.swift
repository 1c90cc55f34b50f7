import ContactsAPI
import Core
import Testing

@testable import Contacts

@Suite struct AccountMatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let found: [(Identity.Kind, UInt64)]
        let chosen: UInt64?
        let by: Identity.Kind?
        let others: [UInt64]

        var testDescription: String { found.map { "\($0.0.rawValue) → \($0.1)" }.joined(separator: ", ") }
    }

    private static let cases = [
        Case(found: [], chosen: nil, by: nil, others: []),
        Case(found: [(.phone, 1)], chosen: 1, by: .phone, others: []),
        Case(found: [(.email, 1), (.phone, 1)], chosen: 1, by: .email, others: []),
        Case(found: [(.email, 1), (.phone, 2)], chosen: 1, by: .email, others: [2]),
        Case(found: [(.phone, 1), (.email, 2)], chosen: 2, by: .email, others: [1]),
        Case(found: [(.taxID, 1), (.email, 2)], chosen: 1, by: .taxID, others: [2]),
        Case(found: [(.shopID, 1), (.taxID, 2)], chosen: 1, by: .shopID, others: [2]),
        Case(found: [(.phone, 4), (.email, 3), (.taxID, 2), (.shopID, 1)], chosen: 1, by: .shopID, others: [2, 3, 4]),
        Case(found: [(.shopID, 1), (.taxID, 2), (.email, 2), (.phone, 1)], chosen: 1, by: .shopID, others: [2]),
        Case(found: [(.taxID, 1), (.taxID, 2)], chosen: 1, by: .taxID, others: [2]),
    ]

    @Test(arguments: cases) func `the strongest identity wins and every other account is suspected once`(_ example: Case) {
        func account(_ number: UInt64) -> AccountID { AccountID(ID(high: 0, low: number)) }
        let match = AccountMatch(example.found.map { AccountMatch.Found(account($0.1), by: $0.0) })
        #expect(match.chosen?.account == example.chosen.map(account))
        #expect(match.chosen?.by == example.by)
        #expect(match.others.map(\.account) == example.others.map(account))
    }
}
