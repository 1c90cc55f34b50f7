import Core
import Presentation
import Testing

@testable import Notifications

@Suite struct MailTextTests {
    private static func content() throws -> MailContent {
        var content = MailContent()
        content.number = "536412"
        content.total = Money(amount: 129_950, currency: try #require(Currency("RUB")))
        content.take([MailContent.Line(name: "Кружка <b>синяя</b>", quantity: "2", total: 129_950)])
        return content
    }

    private static func text(_ kind: MailKind, _ content: MailContent, _ language: Language) -> MailText {
        MailText(kind, content, customer: "Анна", language: language, unsubscribe: "https://crm.example/unsubscribe/x")
    }

    @Test func `speaks Russian and English`() throws {
        let content = try Self.content()
        let russian = Self.text(.orderPlaced, content, .russian)
        #expect(russian.subject == "Заказ 536412 принят")
        #expect(russian.text.contains("Здравствуйте, Анна!"))
        #expect(russian.text.contains("Итого: 1\u{a0}299,50\u{a0}₽"))
        #expect(russian.text.contains("https://crm.example/unsubscribe/x"))
        let english = Self.text(.orderPlaced, content, .english)
        #expect(english.subject == "Order 536412 received")
        #expect(english.html.contains("lang=\"en\""))
    }

    @Test func `what comes from outside stays text`() throws {
        var content = try Self.content()
        content.reason = "<script>alert(1)</script>"
        content.url = "javascript:alert(1)"
        for kind in [MailKind.orderPlaced, .orderShipped, .orderCancelled, .newProduct] {
            let html = Self.text(kind, content, .english).html
            #expect(!html.contains("<script"))
            #expect(!html.contains("<b>синяя"))
            #expect(!html.contains("href=\"javascript"))
        }
    }

    @Test(arguments: [(51, "и ещё 1 позиция"), (53, "и ещё 3 позиции"), (70, "и ещё 20 позиций"), (50, nil)] as [(Int, String?)])
    func `long orders are cut and the rest is counted`(lines: Int, rest: String?) throws {
        var content = try Self.content()
        content.take((0..<lines).map { MailContent.Line(name: "Товар \($0)", quantity: "1", total: 100) })
        let text = Self.text(.orderPlaced, content, .russian).text.replacing("\u{a0}", with: " ")
        if let rest { #expect(text.contains(rest)) } else { #expect(!text.contains("и ещё")) }
    }

    @Test func `tells a part of an order from the whole`() throws {
        var content = try Self.content()
        content.wholeOrder = true
        #expect(Self.text(.orderCancelled, content, .english).subject == "Order 536412 was cancelled")
        content.wholeOrder = false
        #expect(Self.text(.orderCancelled, content, .english).subject == "Order 536412 was changed")
    }
}
