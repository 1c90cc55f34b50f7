import ContactsAPI
import ContactsPages
import Core
import HTML
import JSON
import NotificationsAPI
import OrdersAPI
import Presentation
import Testing

@Suite struct CustomerPagesTests {
    private let now = Timestamp(microseconds: 1_795_000_000_000_000)
    private let account = AccountID(ID(high: 1, low: 1))

    private func summary(_ name: String) -> CustomerSummary {
        CustomerSummary(
            id: account, kind: "company", name: name, email: "a@example.com", phone: "+7 912 345-67-89", language: "ru",
            orders: 3,
            lastOrderAt: now, createdAt: now)
    }

    private func list(_ customers: [CustomerSummary], query: String = "", sort: String = "name", next: String? = nil) -> String {
        CustomerListPage(
            customers: customers, query: query, sort: sort, next: next, presenter: Presenter(language: .russian), now: now
        ).body.text
    }

    @Test func `a list keeps what was typed in its links and escapes it`() {
        let html = list([summary("<b>A & B</b>")], query: "a&b <i>", next: "x=y")
        #expect(html.contains("&lt;b&gt;A &amp; B&lt;/b&gt;"))
        #expect(html.contains("value=\"a&amp;b &lt;i&gt;\""))
        #expect(html.contains("?sort=name&amp;q=a%26b%20%3Ci%3E&amp;cursor=x%3Dy"))
        #expect(!html.contains("<i>"))
    }

    @Test func `a head leads to its order, and back once the list is in it`() {
        #expect(list([summary("A")]).contains("?sort=-name"))
        #expect(list([summary("A")]).contains("?sort=-lastOrderAt"))
        #expect(list([summary("A")], sort: "-lastOrderAt").contains("?sort=lastOrderAt"))
        #expect(list([summary("A")], sort: "-lastOrderAt").contains("aria-sort=\"descending\""))
    }

    @Test func `an empty list says what comes next`() {
        #expect(list([]).contains("Клиент появится сам"))
        #expect(list([], query: "x").contains("Попробуйте часть имени"))
    }

    private func entry(_ kind: String, _ data: String) throws -> TimelineEntryResource {
        TimelineEntryResource(
            kind: kind, at: now, source: "/orders", actor: kind.hasPrefix("order") ? "shop:urn:shop:one" : "service:x",
            eventID: "e-1", time: now, data: try JSONValue.parse(Array(data.utf8)))
    }

    private func card(_ entries: [TimelineEntryResource], money: CardBlock<OrderSummary>, language: Language = .russian) -> String
    {
        CustomerCardPage(
            account: account, facts: .gap("Служба клиентов молчит."), people: .value([], asOf: now),
            timeline: .value(Page(items: entries, next: "n"), asOf: now.adding(seconds: -40)), kind: "order", money: money,
            orders: .value([], asOf: now), mails: .value([], asOf: now), presenter: Presenter(language: language), now: now
        ).body.text
    }

    @Test func `a missing service leaves a marked gap and the other blocks stand`() {
        let html = card([], money: .gap("Служба заказов молчит."))
        #expect(html.contains("Служба заказов молчит."))
        #expect(html.contains("Служба клиентов молчит."))
        #expect(html.contains("<h2>История</h2>"))
    }

    @Test func `a block that is not fresh says so`() {
        let html = card([], money: .gap("x"))
        #expect(html.contains("class=\"fresh stale\">40\u{a0}с назад"))
        #expect(html.contains("class=\"fresh\">сейчас"))
    }

    @Test func `every kind of entry is a sentence in both languages`() throws {
        let order = #""orderID":"0190c2a6-7b7e-7000-8000-000000000001","number":"536412","source":"urn:shop:one""#
        let entries = try [
            entry("order.placed", #"{\#(order),"total":7420000,"currency":"RUB","lineCount":14,"cause":{"eventID":"placed-1"}}"#),
            entry("order.paid", #"{\#(order),"amount":11240000,"currency":"RUB"}"#),
            entry("order.refunded", #"{\#(order),"amount":100,"currency":"RUB"}"#),
            entry("order.shipped", #"{\#(order),"carrier":"СДЭК","trackingNumber":"14","trackingUrl":"https://t.example/14"}"#),
            entry("order.delivered", "{\(order)}"),
            entry("order.cancelled", #"{\#(order),"orderState":"cancelled","reason":"Передумал"}"#),
            entry("order.returned", "{\(order)}"), entry("mail.sent", #"{"subject":"Заказ принят"}"#),
            entry("mail.refused", #"{"subject":"S","reason":"550 no"}"#), entry("mail.uncertain", #"{"subject":"S"}"#),
            entry("mail.skipped", #"{"subject":"S"}"#), entry("account.created", "{}"),
            entry("consent.withdrawn", #"{"purpose":"news"}"#),
        ]
        let russian = card(entries, money: .gap("x"))
        for text in [
            "на <b>74\u{a0}200\u{a0}₽</b>, 14 позиций", "Оплата <b>112\u{a0}400\u{a0}₽</b>",
            "отправлен, СДЭК <a class=\"link\" href=\"https://t.example/14\">",
            "событие placed-1", "Передумал", "отказался получать новости", "Клиент заведён", "550 no",
        ] {
            #expect(russian.contains(text), "\(text)")
        }
        let english = card(entries, money: .gap("x"), language: .english)
        let cyrillic = english.replacing("СДЭК", with: "").replacing("Заказ принят", with: "").replacing("Передумал", with: "")
            .replacing("Служба клиентов молчит.", with: "")
        #expect(!cyrillic.unicodeScalars.contains { (0x400...0x4ff).contains($0.value) })
    }
}
