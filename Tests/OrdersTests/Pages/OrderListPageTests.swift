import Core
import HTML
import OrdersAPI
import OrdersPages
import Pages
import Presentation
import Testing

@Suite struct OrderListPageTests {
    private let now = Timestamp(microseconds: 1_795_000_000_000_000)

    private func view(_ values: [String: String]) -> OrderListView { OrderListView { values[$0] } }

    private func question(_ values: [String: String]) -> [String] {
        view(values).question(begin: { Timestamp($0 + "T00:00:00Z") }, end: { Timestamp($0 + "T23:59:59Z") })
            .compactMap { pair in pair.value.map { "\(pair.name)=\($0)" } }
    }

    private func list(_ values: [String: String], language: Language = .russian) -> String {
        OrderListPage.body(
            orders: Page(items: [], next: nil), view: view(values), presenter: Presenter(language: language), now: now
        ).text
    }

    @Test(arguments: [
        (["least": "1 234,5", "currency": "RUB"], ["currency=RUB", "totalFrom=123450", "sort=-total"]),
        (
            ["least": "10", "most": "20.999", "currency": "JPY", "sort": "total"],
            ["currency=JPY", "totalFrom=10", "totalTo=20", "sort=total"]
        ),
        (["least": "10", "currency": "RUB", "sort": "number"], ["currency=RUB", "totalFrom=1000", "sort=-total"]),
        (["least": "10"], ["sort=-placedAt"]), (["currency": "XXX", "least": "1"], ["sort=-placedAt"]),
        (["currency": "EUR"], ["currency=EUR", "sort=-placedAt"]),
        (["least": "-5", "most": "ten", "currency": "EUR"], ["currency=EUR", "sort=-total"]),
        (
            ["from": "2026-01-31", "to": "2026-02-01", "state": "unpaid", "owner": "me"],
            ["state=unpaid", "owner=me", "placedFrom=2026-01-31T00:00:00Z", "placedTo=2026-02-01T23:59:59Z", "sort=-placedAt"]
        ), (["from": "yesterday", "cursor": "c"], ["sort=-placedAt", "cursor=c"]),
    ])
    func `sums and days become what orders is asked by`(_ values: [String: String], _ expected: [String]) {
        #expect(question(values) == expected, "\(values)")
    }

    @Test func `conditions are chips, each with the way to the list without it`() {
        let values = [
            "state": "unpaid", "owner": "me", "from": "2026-01-31", "least": "10", "most": "20", "currency": "EUR",
            "customer": "0190c2a6-7b7e-7000-8000-00000000abcd",
        ]
        let html = list(values)
        for chip in [
            "Клиенты <b>мои</b>", "Сделан <b>с 31 января 2026</b>", "Итог <b>от 10 до 20 EUR</b>", "Клиент <b>…00abcd</b>",
        ] {
            #expect(html.contains(chip), "\(chip)")
        }
        #expect(
            html.contains(
                "/orders?state=unpaid&amp;owner=me&amp;customer=0190c2a6-7b7e-7000-8000-00000000abcd&amp;from=2026-01-31\""))
        #expect(html.contains("Под это условие не подходит ни один заказ"))
        let english = list(["from": "<b>", "to": "2026-01-31"], language: .english)
        #expect(english.contains("Placed <b>from &lt;b&gt; to 31 January 2026</b>"))
        #expect(list([:]).contains("он появится здесь"))
    }
}
