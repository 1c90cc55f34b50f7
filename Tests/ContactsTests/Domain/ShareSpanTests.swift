import ContactsAPI
import Core
import Testing

@testable import Contacts

@Suite struct ShareSpanTests {
    private static let anna = ID(high: 1, low: 1)

    /// Days of January; `nil` is no limit.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let shares: [(access: SharedAccess, from: Int?, until: Int?)]
        let spans: [String]
    }

    private static func day(_ day: Int?) -> Timestamp? {
        day.map { CivilTime(year: 2026, month: 1, day: $0).timestamp }
    }

    @Test(arguments: [
        Case(testDescription: "one without limits", shares: [(.view, nil, nil)], spans: ["view -"]),
        Case(testDescription: "one with both", shares: [(.change, 5, 9)], spans: ["change 5-9"]),
        Case(testDescription: "one that is over", shares: [(.change, nil, 3), (.view, nil, 2)], spans: []),
        Case(testDescription: "two that meet", shares: [(.view, 4, 6), (.view, 6, 8)], spans: ["view 4-8"]),
        Case(testDescription: "two apart", shares: [(.view, 4, 5), (.view, 6, 8)], spans: ["view 4-5", "view 6-8"]),
        Case(
            testDescription: "changing ends before viewing, from one day on", shares: [(.change, 4, 6), (.view, 4, 9)],
            spans: ["change 4-6", "view 6-9"]),
        Case(
            testDescription: "changing within viewing", shares: [(.view, nil, nil), (.change, 5, 6)],
            spans: ["view -5", "change 5-6", "view 6-"]),
        Case(testDescription: "the wider one swallows", shares: [(.change, nil, nil), (.view, 5, 6)], spans: ["change -"]),
    ])
    func `shares of one user become spans that do not overlap and give no more than each gives`(_ story: Case) {
        let by = ActorResource(kind: "person", id: "1", name: "Ann")
        let now = CivilTime(year: 2026, month: 1, day: 3).timestamp
        let shares = story.shares.enumerated().map { index, share in
            Share(
                id: ID(high: 2, low: UInt64(index)), account: AccountID(ID(high: 3, low: 1)), to: .user(Self.anna),
                access: share.access, from: Self.day(share.from), until: Self.day(share.until), by: by, createdAt: now)
        }
        let facts = Share.facts(of: shares, at: now)
        #expect(facts.allSatisfy { $0.principal == Self.anna })
        let spans = facts.map { fact in
            let dates = [fact.from, fact.until].map { $0.map { String($0.civil.day) } ?? "" }
            return "\(fact.mayChange ? "change" : "view") \(dates.joined(separator: "-"))"
        }
        #expect(spans == story.spans)
        // Each moment has what the widest of the shares gives.
        for half in 0..<24 {
            let moment = now.adding(seconds: Double(half) * 43_200)
            let wanted = shares.filter { ($0.from.map { $0 <= moment } ?? true) && ($0.until.map { moment < $0 } ?? true) }
            let given = facts.filter { $0.holds(at: moment) }
            #expect(given.count == (wanted.isEmpty ? 0 : 1))
            #expect(given.first?.mayChange ?? false == wanted.contains { $0.access == .change })
        }
    }
}
