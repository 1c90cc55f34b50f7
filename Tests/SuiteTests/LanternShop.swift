import Core
import JSON
import TestKit

/// A small shop for lamps, and what happens in it on one day.
struct LanternShop: Sendable {
    /// Each arrangement's own; one may be played twice under two names.
    let source: String

    /// What is sent before the new lamp comes out, and what is answered.
    var day: [(IntakeExample, String)] {
        let anna: JSONValue = [
            "shopId": "c-1", "email": "anna@lantern.example", "phone": "+49 30 901820", "name": "Anna Leuchter",
            "language": "en", "consents": agreed, "interests": ["lamps"],
        ]
        let boris: JSONValue = [
            "shopId": "c-2", "email": "boris@lantern.example", "name": "Борис Светлов", "language": "ru", "consents": agreed,
            "interests": ["lamps"],
        ]
        let clara: JSONValue = [
            "shopId": "c-3", "email": "clara@lantern.example", "name": "Clara Schein",
            "company": ["name": "Schein GmbH", "taxId": "DE811907980"],
        ]
        return [
            // Long ago, so that nobody is told of it.
            (product("released", "LAMP-1", "Table lamp", [("releasedAt", "2025-03-01T09:00:00Z")]), "accepted"),
            (placed("L-1", customer: anna, quantity: 2), "accepted"),
            (event("order.paid", "paid-L-1", ["number": "L-1", "amount": 9500, "reference": "R-1"]), "accepted"),
            (
                event(
                    "order.shipped", "shipped-L-1",
                    ["number": "L-1", "shipment": "S-1", "carrier": "DHL", "trackingNumber": "JD0001"]), "accepted"
            ),
            (event("order.delivered", "delivered-L-1", ["number": "L-1"]), "accepted"),
            (placed("L-2", customer: boris), "accepted"),
            (event("order.cancelled", "cancelled-L-2", ["number": "L-2", "reason": "передумал"]), "accepted"),
            (placed("L-3", customer: clara), "accepted"),
            (event("order.paid", "paid-L-3", ["number": "L-3", "amount": 5000, "reference": "R-3"]), "accepted"),
            (event("order.shipped", "shipped-L-3", ["number": "L-3"]), "accepted"),
            (event("order.delivered", "delivered-L-3", ["number": "L-3"]), "accepted"),
            (
                event(
                    "order.returned", "returned-L-3",
                    ["number": "L-3", "return": "T-3", "reason": "too bright", "lines": [["line": 1, "quantity": 1]]]),
                "accepted"
            ),
            (
                event("order.refunded", "refunded-L-3", ["number": "L-3", "amount": 4500, "reference": "F-3", "return": "T-3"]),
                "accepted"
            ),
            (event("order.shipped", "shipped-L-4", ["number": "L-4"]), "waiting"),
            (placed("L-4", customer: anna), "accepted"),
            (placed("L-4", customer: anna), "duplicate"),
        ]
    }

    /// Mails by kind once all of the day is told; `newLamp` counts for its own.
    static let mails = ["order-placed": 4, "order-shipped": 3, "order-cancelled": 1]

    func newLamp(_ sku: String) -> IntakeExample { product("released", sku, "Garden lamp \(sku)") }

    func event(_ kind: String, _ id: String, _ data: JSONValue) -> IntakeExample {
        IntakeExample("shop.\(kind).v1", id: id, source: source, data: data)
    }

    /// Lamps of 45.00 and 5.00 for bringing them.
    private func placed(_ number: String, customer: JSONValue, quantity: Int64 = 1) -> IntakeExample {
        let goods = JSONValue.number(JSONNumber(4500 * quantity))
        return event(
            "order.placed", "placed-\(number)",
            [
                "number": .string(number), "currency": "EUR", "customer": customer,
                "lines": [
                    [
                        "line": 1, "sku": "LAMP-1", "name": "Table lamp", "quantity": .number(JSONNumber(quantity)),
                        "unitPrice": 4500, "total": goods,
                    ]
                ],
                "shipping": 500, "total": .number(JSONNumber(4500 * quantity + 500)), "channel": "web",
                "shippingAddress": ["country": "DE", "city": "Berlin", "postalCode": "10115", "lines": ["Lichtweg 1"]],
            ])
    }

    private func product(
        _ kind: String, _ sku: String, _ name: String, _ more: [(String, JSONValue)] = []
    ) -> IntakeExample {
        let members: [(String, JSONValue)] = [
            ("sku", .string(sku)), ("name", ["en": .string(name), "ru": .string("Лампа \(sku)")]), ("categories", ["lamps"]),
            ("price", 4500), ("currency", "EUR"),
        ]
        return event("product.\(kind)", "\(kind)-\(sku)", .object(JSONObject(members + more)))
    }

    private var agreed: JSONValue {
        [["purpose": "new-products", "channel": "email", "givenAt": "2025-01-01T00:00:00Z"]]
    }
}
