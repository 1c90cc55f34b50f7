import Core
import Testing

@testable import Notifications

@Suite struct MailRulesTests {
    private static let noon = CivilTime(year: 2026, month: 1, day: 5, hour: 12).timestamp
    private static let earlier = noon.adding(days: -1)

    @Test(
        arguments: [
            (MailKind.orderPlaced, nil, nil, nil, "no-address"), (.newProduct, nil, earlier, nil, "no-address"),
            (.orderPlaced, "a@b.example", nil, nil, nil), (.orderShipped, "a@b.example", nil, noon, "unsubscribed"),
            (.newProduct, "a@b.example", nil, nil, "no-consent"), (.newProduct, "a@b.example", earlier, nil, nil),
            (.newProduct, "a@b.example", earlier, noon, "unsubscribed"), (.newProduct, "a@b.example", noon, noon, "unsubscribed"),
            (.newProduct, "a@b.example", noon, earlier, nil),
        ] as [(MailKind, String?, Timestamp?, Timestamp?, String?)])
    func `says why a message may not go out`(
        kind: MailKind, email: String?, consentAt: Timestamp?, unsubscribedAt: Timestamp?, obstacle: String?
    ) {
        #expect(
            MailRules.obstacle(kind, email: email, consentAt: consentAt, unsubscribedAt: unsubscribedAt) == obstacle)
    }

    @Test func `an order older than the setting says is not written about`() {
        #expect(MailRules.isRecent(Self.noon.adding(days: -7).adding(seconds: 1), days: 7, now: Self.noon))
        #expect(!MailRules.isRecent(Self.noon.adding(days: -7), days: 7, now: Self.noon))
    }

    @Test func `a link of ours is read back, any other is not`() {
        let secret = [UInt8](repeating: 7, count: 32)
        let token = UnsubscribeToken(accountID: ID(high: 1, low: 2), purpose: "new-products")
        let text = token.text(secret: secret)
        #expect(UnsubscribeToken(text, secret: secret) == token)
        #expect(UnsubscribeToken(text, secret: [UInt8](repeating: 8, count: 32)) == nil)
        for position in text.indices {
            var changed = text
            changed.replaceSubrange(position...position, with: text[position] == "A" ? "B" : "A")
            let read = UnsubscribeToken(changed, secret: secret)
            // The last character of a base64 text may carry bits that mean nothing.
            #expect(read == nil || read == token)
        }
        #expect(UnsubscribeToken("", secret: secret) == nil)
        #expect(UnsubscribeToken(String(repeating: "A", count: 10_000), secret: secret) == nil)
    }
}
