import Testing

@testable import Notifications

@Suite struct EnhancedStatusTests {
    @Test(arguments: [
        ("5.1.1 User unknown", true), ("5.1.10 null MX", true), ("5.2.1 Mailbox disabled", true), ("5.1.2", true),
        ("5.7.1 Rejected as spam", false), ("5.1.8 Bad sender's system address", false), ("5.2.2 Mailbox full", false),
        ("4.1.1 Not now", false), ("no such mailbox", false), ("", false), ("5.1 x", false), ("5.1.1.1 x", false),
        ("5.1.a x", false), ("5..1 x", false), ("5.1.0001 x", false), ("9.1.1 x", false),
    ])
    func `only a reason about the address itself says that the address takes no mail`(text: String, says: Bool) {
        #expect((EnhancedStatus(text)?.saysAddressTakesNoMail ?? false) == says)
    }
}
