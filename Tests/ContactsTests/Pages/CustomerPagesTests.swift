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
            lastOrderAt: now, createdAt: now, ownerID: account.id, ownerName: "Борис", unitID: account.id, unitName: "Север")
    }

    private func list(
        _ customers: [CustomerSummary], query: String = "", sort: String = "name", next: String? = nil,
        more: [String: String] = [:], language: Language = .russian
    ) -> String {
        let values = ["q": query, "sort": sort == "name" ? "" : sort].merging(more) { $1 }
        return CustomerListPage(
            customers: customers, view: CustomerListView { values[$0] }, columns: CustomerColumn.allCases, next: next,
            presenter: Presenter(language: language), now: now
        ).body.text
    }

    @Test func `a list keeps what was typed in its links and escapes it`() {
        let html = list([summary("<b>A & B</b>")], query: "a&b <i>", next: "x=y")
        #expect(html.contains("&lt;b&gt;A &amp; B&lt;/b&gt;"))
        #expect(html.contains("value=\"a&amp;b &lt;i&gt;\""))
        #expect(html.contains("?q=a%26b%20%3Ci%3E&amp;cursor=x%3Dy"))
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
        #expect(list([], more: ["owner": "none"]).contains("Уберите одно из них"))
    }

    @Test func `conditions are chips that read as sentences, each with the way to the list without it`() {
        let more = ["owner": "me", "unit": "\(account)", "kind": "company", "when": "quiet-90", "group": "kind", "view": "v"]
        let html = list([summary("A")], query: "x", more: more)
        for chip in [
            "Ответственный <b>я</b>", "Подразделение <b>Север</b>", "Кто <b>Компания</b>",
            "Когда <b>нет заказов 90\u{a0}дней</b>",
            "Порядок <b>сначала компании</b>",
        ] {
            #expect(html.contains(chip.replacing("\u{a0}", with: " ")), "\(chip)")
        }
        #expect(html.contains("aria-label=\"Убрать условие: Ответственный я\""))
        #expect(html.contains("?q=x&amp;unit=\(account)&amp;kind=company&amp;when=quiet-90&amp;group=kind&amp;view=v\""))
        #expect(html.contains("<option value=\"quiet-90\" selected>"))
        // The form keeps what it does not say itself.
        #expect(html.contains("<input type=\"hidden\" name=\"view\" value=\"v\">"))
        let english = list([summary("A")], more: more, language: .english)
        #expect(english.contains("Owner <b>me</b>") && english.contains("When <b>no order for 90 days</b>"))
    }

    @Test func `a stretch of time is asked for as moments, and sorts by its own`() throws {
        func question(_ values: [String: String]) -> [String] {
            CustomerListView { values[$0] }.question(at: now).compactMap { pair in pair.value.map { "\(pair.name)=\($0)" } }
        }
        let bound = now.adding(days: -90)
        #expect(question(["when": "quiet-90"]) == ["lastOrderTo=\(bound)", "sort=lastOrderAt"])
        #expect(question(["when": "ordered-90", "sort": "name"]) == ["lastOrderFrom=\(bound)", "sort=-lastOrderAt"])
        #expect(question(["when": "new-90", "sort": "createdAt"]) == ["createdFrom=\(bound)", "sort=createdAt"])
        #expect(question(["when": "idle-90", "owner": "me", "sort": "name"]) == ["owner=me", "changedTo=\(bound)", "sort=name"])
        #expect(question(["when": "idle-90", "owner": "none"]).last == "sort=changedAt")
        for wrong in ["idle", "idle-0", "idle-x", "never-9", "idle-99999", "-"] {
            #expect(question(["when": wrong]) == ["sort=name"], "\(wrong)")
        }
        #expect(question(["group": "kind", "cursor": "c"]) == ["sort=kind,name", "cursor=c"])
    }

    @Test func `of chosen columns only these stand there`() {
        let html = CustomerListPage(
            customers: [summary("A")], view: CustomerListView { _ in nil }, columns: [.phone], next: nil,
            presenter: Presenter(language: .english), now: now
        ).body.text
        #expect(html.contains("912 345-67-89") && !html.contains("a@example.com") && !html.contains("Борис"))
        #expect(CustomerListView { $0 == "columns" ? "phone,none,unit" : nil }.columns == [.unit, .phone])
    }

    @Test func `of a customer whose owner alone may be known the card says who he is and whom to ask`() throws {
        let text =
            #"{"id":"\#(account)","name":"Медь","ownerID":"\#(account)","ownerName":"Борис","unitID":"\#(account)","access":"ownerOnly","hidden":["contact","identifiers","consents","money","history"]}"#
        let facts = try Shapes.decode(AccountResource.self, from: Array(text.utf8))
        let html = card(facts: .value(facts, asOf: now))
        #expect(html.contains("Борис может открыть карточку") && html.contains("Ответственный"))
        #expect(!html.contains("История") && !html.contains("Деньги"))
    }

    @Test func `what is held back is marked in its place`() throws {
        let text =
            #"{"id":"\#(account)","name":"Медь","unitID":"\#(account)","unitName":"Север","access":"full","kind":"company","hidden":["contact","money"]}"#
        let facts = try Shapes.decode(AccountResource.self, from: Array(text.utf8))
        #expect(card(facts: .value(facts, asOf: now)).contains("скрыто вашими правами"))
        #expect(
            list([try Shapes.decode(CustomerSummary.self, from: Array(text.utf8))]).ranges(of: "скрыто вашими правами").count > 6)
    }

    private func entry(_ kind: String, _ data: String, actor: String? = nil) throws -> TimelineEntryResource {
        TimelineEntryResource(
            kind: kind, at: now, source: "/orders",
            actor: actor ?? (kind.hasPrefix("order") ? "shop:urn:shop:one" : "service:x"), eventID: "e-1", time: now,
            data: try JSONValue.parse(Array(data.utf8)))
    }

    private func card(
        _ entries: [TimelineEntryResource] = [], facts: CardBlock<AccountResource> = .gap("Служба клиентов молчит."),
        view: HistoryView = HistoryView(), money: CardBlock<OrderSummary> = .gap("x"), language: Language = .russian
    ) -> String {
        CustomerCardPage(
            account: account, facts: facts, people: .value([], asOf: now),
            timeline: .value(Page(items: entries, next: "n"), asOf: now.adding(seconds: -40)), view: view, money: money,
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

    @Test func `chips, the form and the way to older entries keep each other's conditions`() {
        let view = HistoryView(kind: "order", service: "orders", person: "an&n", text: "<b>")
        let html = card(view: view)
        let path = "/customers/\(account)"
        #expect(html.contains("href=\"\(path)?kind=mail&amp;service=orders&amp;person=an%26n&amp;q=%3Cb%3E\""))
        #expect(html.contains("href=\"\(path)?kind=order&amp;service=orders&amp;person=an%26n&amp;q=%3Cb%3E&amp;cursor=n\""))
        #expect(html.contains("<details class=\"filters\" open>"))
        #expect(html.contains("<input type=\"hidden\" name=\"kind\" value=\"order\">"))
        #expect(html.contains("name=\"q\" type=\"search\" value=\"&lt;b&gt;\""))
        #expect(html.contains("<option value=\"orders\" selected>"))
        #expect(html.contains("href=\"\(path)?kind=order\">Сбросить"))
        #expect(html.contains("Ничего не нашлось"))
        let whole = card()
        #expect(whole.contains("<details class=\"filters\">") && whole.contains("Здесь пока пусто"))
        #expect(whole.contains("class=\"chip\" href=\"\(path)\" aria-current=\"true\""))
    }

    @Test func `a verified address carries a mark that says why, by whom and when`() {
        let mark = VerificationResource(
            at: now, basis: "document", by: ActorResource(kind: "person", id: "1", name: "Анна <Ким>"))
        let facts = AccountResource(
            id: account, kind: "person", name: "A", ownerID: nil, ownerName: nil, unitID: account.id, unitName: "Север",
            language: nil,
            emails: [
                EmailResource(address: "a@example.com", type: "work", isPrimary: true, person: nil, verification: mark),
                EmailResource(address: "b@example.com", type: "work", isPrimary: false, person: nil, verification: nil),
            ],
            phones: [
                PhoneResource(
                    number: "+79123456789", text: "+7 912 345-67-89", raw: "", type: "work", isPrimary: true, person: nil,
                    verification: mark)
            ],
            taxIDs: [], shopIdentities: [], addresses: [], consents: [], interests: [], orders: 0, lastOrderAt: nil,
            createdAt: now, changedAt: now, version: 1)
        let russian = card(facts: .value(facts, asOf: now))
        #expect(russian.contains("title=\"Подтверждено: есть в документе; Анна &lt;Ким&gt;, сегодня,"))
        #expect(russian.split(separator: "class=\"sign good\"").count == 3)
        #expect(card(facts: .value(facts, asOf: now), language: .english).contains("title=\"Verified: in a document; "))
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
            entry("contact-point.verified", #"{"kind":"phone","text":"+7 912","basis":"reply-received"}"#, actor: "person:Ann"),
            entry("contact-point.unverified", #"{"kind":"email","text":"a@example.com","reason":"550 5.1.1 none"}"#),
        ]
        let russian = card(entries, money: .gap("x"))
        for text in [
            "на <b>74\u{a0}200\u{a0}₽</b>, 14 позиций", "Оплата <b>112\u{a0}400\u{a0}₽</b>",
            "отправлен, СДЭК <a class=\"link\" href=\"https://t.example/14\">",
            "title=\"Событие placed-1\"", "Передумал", "отказался получать новости",
            "Телефон <b>+7 912</b> подтверждён: пришёл ответ",
            "<span class=\"why\">Ann</span>",
            "Почта <b>a@example.com</b> больше не считается подтверждённой", "550 5.1.1 none", "Клиент заведён", "550 no",
        ] {
            #expect(russian.contains(text), "\(text)")
        }
        let english = card(entries, money: .gap("x"), language: .english)
        let cyrillic = english.replacing("СДЭК", with: "").replacing("Заказ принят", with: "").replacing("Передумал", with: "")
            .replacing("Служба клиентов молчит.", with: "")
        #expect(!cyrillic.unicodeScalars.contains { (0x400...0x4ff).contains($0.value) })
    }
}
