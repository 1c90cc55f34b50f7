import ContactsAPI
import Core
import Database
import TestKit
import Testing

@testable import Contacts

@Suite struct SearchTests {
    private static let people = [
        #"{"shopId":"s-1","name":"Мария Ёлкина","email":"Maria.E@example.com","phone":"8 (912) 345-67-89"}"#,
        #"{"shopId":"s-2","name":"Jürgen Müller","email":"jm@mueller.example","phone":"+49 171 1234567"}"#,
        #"{"shopId":"s-3","name":"Anna Lee","phone":"+44 20 7946 0958","company":{"name":"100% Gut_Ware \"AG\"","taxId":"DE 811907980"}}"#,
        #"{"shopId":"s-4","name":"O'Neil & Sons","email":"sales@oneil.example"}"#,
        #"{"shopId":"s-5","name":"Ли"}"#,
    ]

    /// What is typed and which of the people it finds.
    private static let cases: [(String, Set<Int>)] = [
        ("Ёлкина", [0]), ("елкин", [0]), ("ЕЛКИН", [0]), ("ария", [0]), ("елкина мария", [0]), ("мария müller", []),
        ("muller", [1]), ("MÜLL", [1]), ("gen mu", [1]), ("anna", [2]), ("lee", [2]), ("gut_", [2]), ("100%", [2]),
        ("\"ag\"", [2]),
        ("gutxware", []), ("o'neil", [3]), ("& sons", [3]), ("ли", [4]), ("и", [0, 4]), ("maria.e@", [0]),
        ("EXAMPLE.COM", [0]),
        (".example", [1, 3]), ("8 (912) 345-67-89", [0]), ("+7 912 345 67 89", [0]), ("89123456789", [0]), ("9123456789", [0]),
        ("912 345", [0]), ("6789", [0]), ("67-89", [0]), ("67 89", [0]), ("0171 1234567", [1]), ("+49171", [1]),
        ("0049 171 12 34 567", [1]), ("020 7946 0958", [2]), ("+44 (0)20 7946", [2]), ("елкина 67-89", [0]), ("елкина 4567", [0]),
        ("DE811907980", [2]), ("811-907-980", [2]), ("s-4", [3]), ("A-1001", [0]), ("#a-1001", [0]), ("1002", [1]),
        ("100", [0, 1, 2]),
        ("a-1", [0, 1, 2, 3, 4]), ("%", [2]), ("_", [2]), ("\\", []), ("nobody", []), ("", [0, 1, 2, 3, 4]), ("\u{fe0f}", []),
    ]

    private func filled(_ engine: Engine) async throws -> (ContactsBench, [AccountID]) {
        let bench = try await ContactsBench(engine)
        var accounts: [AccountID] = []
        for (index, person) in Self.people.enumerated() {
            accounts.append(try await bench.place(person, number: index < 2 ? "A-100\(index + 1)" : "A-1\(index)"))
        }
        return (bench, accounts)
    }

    @Test(arguments: Engine.required) func `finds by any part of what a customer is known by`(_ engine: Engine) async throws {
        let (bench, accounts) = try await filled(engine)
        for (text, expected) in Self.cases {
            let lines = try await bench.list(text, by: .name, after: nil, limit: 100)
            let found = lines.compactMap { accounts.firstIndex(of: $0.customer.id) }
            #expect(Set(found) == expected, "\(text)")
            #expect(found.count == expected.count, "\(text)")
        }
    }

    @Test(arguments: Engine.required) func `what is learnt later is found and what stands stays found`(_ engine: Engine)
        async throws
    {
        let (bench, accounts) = try await filled(engine)
        try await bench.place(#"{"shopId":"s-5","email":"li@later.example"}"#)
        for text in ["later", "ли"] {
            let lines = try await bench.list(text, by: .name, after: nil, limit: 100)
            #expect(lines.contains { $0.customer.id == accounts[4] }, "\(text)")
        }
    }

    @Test(arguments: Engine.required, CustomerOrder.allCases)
    func `pages give every customer once, in order`(_ engine: Engine, _ order: CustomerOrder) async throws {
        let bench = try await ContactsBench(engine)
        for index in 0..<23 {
            // Equal names and moments, so that the id decides.
            try await bench.place(
                #"{"shopId":"\#(index)","name":"Имя \#(index % 5)"}"#, number: "имя-\(index % 3)",
                placedAt: "2026-11-0\(1 + index % 4)T10:00:00Z")
        }
        for text in [nil, "имя"] {
            var seen: [CustomerStore.Line] = []
            while true {
                let after = seen.last.map { ($0.key, $0.customer.id) }
                let lines = try await bench.list(text, by: order, after: after, limit: 4)
                seen += lines
                if lines.count < 4 { break }
            }
            #expect(seen.count == 23)
            #expect(Set(seen.map(\.customer.id)).count == 23)
            let keys = seen.map(\.key)
            #expect(keys == (order.descends ? keys.sorted(by: >) : keys.sorted()))
        }
    }

    @Test(arguments: Engine.required) func `more matches than candidates are taken are read in the list's own order`(
        _ engine: Engine
    ) async throws {
        let bench = try await ContactsBench(engine)
        try await CustomerCrowd.add(AccountSearch.mostCandidates + 500, to: bench.database)
        let lines = try await bench.list("crowd", by: .nameDescending, after: nil, limit: 3)
        #expect(lines.map(\.customer.name) == ["crowd 02499", "crowd 02498", "crowd 02497"])
        let rare = try await bench.list("crowd 01234", by: .name, after: nil, limit: 3)
        #expect(rare.map(\.customer.name) == ["crowd 01234"])
    }
}
