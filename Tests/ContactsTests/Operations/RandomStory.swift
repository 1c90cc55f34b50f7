import ContactsAPI
import Core
import Events

@testable import Contacts

/// Events of all kinds in any order: shared identities, steps before their order, mails, withdrawals, unknown types, repeats.
enum RandomStory {
    static func events(_ count: Int, _ bench: ContactsBench, _ random: inout Generator) -> [Event] {
        let orders = (0..<(count / 4)).map { _ in bench.ids.next() }
        var unplaced = Array(orders.enumerated())
        var events: [Event] = []
        while events.count < count {
            let index = Int.random(in: 0..<orders.count, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0...3:
                if let next = unplaced.indices.randomElement(using: &random) {
                    let (number, order) = unplaced.remove(at: next)
                    events.append(
                        bench.placed(customer(&random), order: order, number: "\(number)", placedAt: time(&random), country: "RU")
                    )
                }
            case 4...7: events.append(step(bench, orders[index], "\(index)", &random))
            case 8: events.append(mail(bench, orders[index], &random))
            default: events.append(other(bench, &random) ?? events.first ?? step(bench, orders[index], "\(index)", &random))
            }
        }
        return events
    }

    private static func time(_ random: inout Generator) -> String {
        Timestamp(microseconds: 1_780_000_000_000_000 + Int64.random(in: 0..<1_000_000_000_000, using: &random)).description
    }

    private static func customer(_ random: inout Generator) -> String {
        let number = Int.random(in: 0..<40, using: &random)
        let parts = [
            #""shopId":"\#(number)""#, #""email":"c\#(number)@example.com","language":"ru""#,
            #""phone":"+7912345\#(1000 + number)""#,
            #""email":"c\#(number)@example.com","consents":[{"purpose":"news","channel":"email","givenAt":"2026-01-01T00:00:00Z"}]"#,
            #""shopId":"\#(number)","email":"c\#(Int.random(in: 0..<40, using: &random))@example.com","name":"Клиент \#(number)""#,
        ]
        return "{" + (parts.randomElement(using: &random) ?? parts[0]) + "}"
    }

    private static func step(_ bench: ContactsBench, _ order: ID, _ number: String, _ random: inout Generator) -> Event {
        let at = time(&random)
        let steps = [
            ("order.paid", #""amount":1500,"reference":"r","at":"\#(at)","paymentState":"paid""#),
            ("order.refunded", #""amount":15,"reference":"b","at":"\#(at)","paymentState":"partly-refunded""#),
            ("order.shipped", #""shipment":"s","shippedAt":"\#(at)","lines":[],"fulfilmentState":"shipped""#),
            ("order.delivered", #""shipments":["s"],"deliveredAt":"\#(at)","lines":[],"fulfilmentState":"delivered""#),
            ("order.cancelled", #""reason":"\u00ab\"\u00bb","cancelledAt":"\#(at)","lines":[],"orderState":"cancelled","due":0"#),
            ("order.returned", #""return":"t","returnedAt":"\#(at)","lines":[],"returnState":"returned""#),
            ("order.weighed", #""weight":1.50e1"#),
        ]
        let (kind, members) = steps.randomElement(using: &random) ?? steps[0]
        return bench.event(kind, order: order, number: number, members: members)
    }

    private static func mail(_ bench: ContactsBench, _ order: ID, _ random: inout Generator) -> Event {
        let kind = ["mail.sent", "mail.refused", "mail.uncertain", "mail.skipped"].randomElement(using: &random) ?? "mail.sent"
        return bench.notification(
            kind,
            """
            {"mailID":"\(bench.ids.next())","intent":"i","kind":"order-placed","orderID":"\(order)","subject":"Заказ",
            "at":"\(time(&random))"}
            """)
    }

    private static func other(_ bench: ContactsBench, _ random: inout Generator) -> Event? {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            let address = "c\(Int.random(in: 0..<40, using: &random))@example.com"
            return bench.notification(
                "unsubscribed",
                """
                {"accountID":"\(bench.ids.next())","email":"\(address)","purpose":"news","channel":"email","at":"\(time(&random))"}
                """)
        case 1:
            return Event(
                id: bench.ids.next().description, source: "/orders", type: "crm.orders.product.released.v1",
                key: bench.ids.next().description, time: Timestamp(microseconds: 1_780_000_000_000_000),
                data: Array(#"{"productID":"x","source":"urn:shop:one","sku":"a"}"#.utf8))
        default: return nil
        }
    }
}
