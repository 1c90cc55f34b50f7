import ContactsAPI
import Core
import Testing

@testable import Contacts

@Suite struct ConsentsTests {
    private func time(_ hour: Int64) -> Timestamp { Timestamp(microseconds: hour * 3_600_000_000) }

    private func consent(_ hour: Int64) -> ConsentResource {
        ConsentResource(purpose: "news", channel: "email", givenAt: time(hour), withdrawnAt: nil)
    }

    private func stands(_ consents: Consents) -> Bool {
        consents.all.contains { $0.withdrawnAt == nil }
    }

    @Test func `a consent stands until it is withdrawn, and the withdrawal is kept`() {
        var consents = Consents([])
        consents.give(consent(1))
        #expect(stands(consents))
        let changed1 = consents.withdraw(purpose: "news", channel: "email", at: time(2))
        #expect(changed1)
        #expect(!stands(consents))
        #expect(consents.all.map(\.withdrawnAt) == [time(2)])
    }

    @Test func `repeating an old consent does not bring it back, giving a new one does`() {
        var consents = Consents([])
        consents.give(consent(1))
        _ = consents.withdraw(purpose: "news", channel: "email", at: time(5))
        consents.give(consent(1))
        consents.give(consent(4))
        #expect(!stands(consents))
        consents.give(consent(6))
        #expect(stands(consents))
        #expect(consents.all.count == 2)
    }

    @Test func `a withdrawal does not touch other purposes, other channels or what was given later`() {
        var consents = Consents([])
        consents.give(consent(3))
        let changed2 = consents.withdraw(purpose: "news", channel: "email", at: time(2))
        #expect(!changed2)
        let changed3 = consents.withdraw(purpose: "news", channel: "sms", at: time(4))
        #expect(changed3)
        let changed4 = consents.withdraw(purpose: "new-products", channel: "email", at: time(4))
        #expect(changed4)
        #expect(consents.all.first == consent(3))
    }

    @Test func `a withdrawal that comes before its consent is kept and holds`() {
        var consents = Consents([])
        let changed5 = consents.withdraw(purpose: "news", channel: "email", at: time(4))
        #expect(changed5)
        consents.give(consent(3))
        #expect(!stands(consents))
        let changed6 = consents.withdraw(purpose: "news", channel: "email", at: time(4))
        #expect(!changed6)
    }
}
