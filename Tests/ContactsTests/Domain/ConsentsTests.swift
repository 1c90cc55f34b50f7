import Contacts
import ContactsAPI
import Core
import Testing

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
        #expect(consents.withdraw(purpose: "news", channel: "email", at: time(2)))
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
        #expect(!consents.withdraw(purpose: "news", channel: "email", at: time(2)))
        #expect(consents.withdraw(purpose: "news", channel: "sms", at: time(4)))
        #expect(consents.withdraw(purpose: "new-products", channel: "email", at: time(4)))
        #expect(consents.all.first == consent(3))
    }

    @Test func `a withdrawal that comes before its consent is kept and holds`() {
        var consents = Consents([])
        #expect(consents.withdraw(purpose: "news", channel: "email", at: time(4)))
        consents.give(consent(3))
        #expect(!stands(consents))
        #expect(!consents.withdraw(purpose: "news", channel: "email", at: time(4)))
    }
}
