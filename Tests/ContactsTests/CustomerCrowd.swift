import ContactsAPI
import Core
import Database

@testable import Contacts

/// Many customers at once, written as the service writes them but without their orders' events.
enum CustomerCrowd {
    static func add(_ count: Int, to database: any Database) async throws {
        let ids = IdentifierSource(clock: SystemClock())
        for start in stride(from: 0, to: count, by: 1000) {
            try await database.write { tx in
                for index in start..<min(start + 1000, count) {
                    try AccountStore.save(account(index, AccountID(ids.next())), was: nil, cause: "test", in: tx)
                }
            }
        }
    }

    private static func account(_ index: Int, _ id: AccountID) -> Account {
        let digits = String(String(100_000 + index).dropFirst())
        var account = Account(
            id: id, kind: .person, name: "crowd " + digits, isNamed: true,
            createdAt: Timestamp(microseconds: 1_780_000_000_000_000 + Int64(index)))
        account.lastOrderAt = Timestamp(microseconds: 1_790_000_000_000_000 - Int64(index))
        account.points = [
            ContactPoint(
                kind: .email, value: "c\(digits)@example.com", text: "c\(digits)@example.com",
                raw: "c\(digits)@example.com", type: "personal",
                isValid: true,
                isPrimary: true, person: nil),
            ContactPoint(
                kind: .phone, value: "+7912\(3_000_000 + index * 37)", text: "+7912\(3_000_000 + index * 37)",
                raw: "8912\(3_000_000 + index * 37)", type: "personal", isValid: true,
                isPrimary: true, person: nil),
        ]
        account.identities = [Identity(kind: .shopID, scope: "urn:shop:one", value: digits, raw: digits)]
        return account
    }
}
