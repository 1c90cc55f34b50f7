import ContactsAPI
import Core
import JSON
import NotificationsAPI
import OrdersAPI

/// One of each resource, with `word` in every free text; read by the types' own readers, so that they are what services give.
struct FakeResources {
    static let id = ID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let moment = CivilTime(year: 2026, month: 1, day: 5, hour: 11).timestamp

    let word: String

    private var at: JSONValue { .string("\(Self.moment)") }
    private var id: JSONValue { .string("\(Self.id)") }
    private var text: JSONValue { .string(word) }
    private func money(_ amount: Int64) -> JSONValue { ["amount": .number(JSONNumber(amount)), "currency": "RUB"] }

    private func read<T: Shape>(_ type: T.Type, _ json: JSONValue) throws -> T {
        try Shapes.decode(type, from: json.json())
    }

    var account: AccountResource {
        get throws {
            try read(
                AccountResource.self,
                [
                    "id": id, "kind": "company", "name": text, "language": "ru", "ownerID": id, "ownerName": text, "unitID": id,
                    "unitName": text, "access": "full",
                    "emails": [["address": text, "type": "work", "primary": true]],
                    "phones": [
                        ["number": "+73513552018", "text": text, "raw": text, "type": "work", "primary": true],
                        ["text": text, "raw": text, "type": "work", "primary": false],
                    ],
                    "taxIds": [text], "shopIdentities": [["source": text, "shopId": text]],
                    "addresses": [
                        ["type": "billing", "country": "RU", "region": text, "city": text, "postalCode": text, "lines": [text]]
                    ],
                    "consents": [["purpose": "news", "channel": "email", "givenAt": at]], "interests": [text], "orders": 1,
                    "lastOrderAt": at, "createdAt": at, "changedAt": at, "version": 1,
                ])
        }
    }

    var person: PersonResource {
        get throws {
            try read(
                PersonResource.self,
                [
                    "id": id, "account": id, "name": text, "emails": [["address": text, "type": "work", "primary": true]],
                    "phones": [], "createdAt": at,
                ])
        }
    }

    var customerLine: CustomerSummary {
        get throws {
            try read(
                CustomerSummary.self,
                [
                    "id": id, "kind": "company", "name": text, "ownerID": id, "ownerName": text, "unitID": id, "unitName": text,
                    "access": "full", "email": text, "phone": text, "language": "ru", "orders": 1,
                    "lastOrderAt": at, "createdAt": at,
                ])
        }
    }

    var timeline: [TimelineEntryResource] {
        get throws {
            let kinds = [
                "order.placed", "order.paid", "order.refunded", "order.shipped", "order.delivered", "order.cancelled",
                "order.returned", "mail.sent", "mail.refused", "mail.uncertain", "mail.skipped", "account.created",
                "consent.withdrawn", "something.else",
            ]
            return try kinds.map { kind in
                try read(
                    TimelineEntryResource.self,
                    [
                        "kind": .string(kind), "at": at, "source": "/orders", "actor": text, "event": text, "time": at,
                        "data": [
                            "number": text, "orderID": id, "total": 1391200, "amount": 1391200, "currency": "RUB",
                            "carrier": text,
                            "trackingNumber": text, "trackingUrl": text, "subject": text, "reason": text, "name": text,
                            "purpose": "news", "mailID": id, "reference": text, "kind": "order-placed",
                        ],
                    ])
            }
        }
    }

    var order: OrderResource {
        get throws {
            let history: [JSONValue] = OrderHistoryEntry.kinds.map { kind in
                [
                    "kind": .string(kind), "eventId": text, "source": text, "time": at, "receivedAt": at, "version": 1,
                    "what": [
                        "amount": money(100), "reference": text, "method": text, "return": text, "shipment": text,
                        "carrier": text, "trackingNumber": text, "trackingUrl": text, "shipments": [text], "reason": text,
                        "lines": [["line": 1, "quantity": 2]],
                    ],
                ]
            }
            return try read(
                OrderResource.self,
                [
                    "id": id, "source": text, "number": text, "customer": id, "placedAt": at, "receivedAt": at, "channel": text,
                    "total": money(1_391_200), "due": money(1_391_200), "paid": money(0), "refunded": money(0),
                    "shipping": money(0), "discount": money(0), "tax": money(0), "taxIncluded": true,
                    "states": ["order": "placed", "payment": "unpaid", "fulfilment": "partly-shipped", "return": "none"],
                    "lines": [
                        [
                            "line": 1, "sku": text, "name": text, "quantity": 2, "shipped": 1, "delivered": 0, "cancelled": 0,
                            "returned": 0, "unitPrice": money(695_600), "discount": money(0), "total": money(1_391_200),
                        ]
                    ],
                    "shipments": [
                        [
                            "shipment": text, "shippedAt": at, "carrier": text, "trackingNumber": text, "trackingUrl": text,
                            "lines": [["line": 1, "quantity": 1]],
                        ]
                    ],
                    "buyer": [
                        "shopId": text, "email": text, "phone": text, "taxId": text, "name": text,
                        "company": ["name": text, "taxId": text], "interests": [text],
                    ],
                    "billingAddress": ["country": "RU", "region": text, "city": text, "postalCode": text, "lines": [text]],
                    "note": text, "utm": ["source": text, "campaign": text], "history": .array(history), "version": 3,
                ])
        }
    }

    var product: ProductResource {
        get throws {
            try read(
                ProductResource.self,
                [
                    "id": id, "source": text, "sku": text, "name": ["ru": text, "en": text], "categories": [text], "unit": text,
                    "price": money(5000), "description": text, "url": text, "releasedAt": at, "withdrawnAt": at, "version": 1,
                ])
        }
    }

    var summary: OrderSummary {
        get throws {
            try read(
                OrderSummary.self,
                [
                    "customer": id, "orders": 1, "totals": [money(1_391_200)], "unpaid": [money(1_391_200)],
                    "last": ["id": id, "number": text, "placedAt": at, "total": money(1_391_200)],
                ])
        }
    }

    var equation: IntakeEquation {
        var equation = IntakeEquation(asOf: Self.moment)
        (equation.received, equation.accepted, equation.waiting) = (10, 7, 1)
        (equation.rejected, equation.duplicates) = (1, 1)
        return equation
    }

    var rejected: IntakeEventResource {
        get throws {
            try read(
                IntakeEventResource.self,
                [
                    "id": "17", "state": "rejected", "source": text, "eventId": text, "type": text, "door": "http",
                    "receivedAt": at, "orderNumber": text,
                    "problem": [
                        "status": 422, "code": "sum-mismatch", "detail": text,
                        "errors": [["pointer": "/total", "code": "sum-mismatch", "detail": text]],
                    ],
                    "received": [
                        "form": "binary", "attributes": ["id": text], "bytes": "e30=",
                        "text": .string(JSONValue.object(JSONObject([("total", 14012), ("note", text)])).json().text),
                        "length": 20,
                    ],
                ])
        }
    }

    var waiting: IntakeEventResource {
        get throws {
            try read(
                IntakeEventResource.self,
                [
                    "id": "18", "state": "waiting", "source": text, "eventId": text, "type": text, "door": "kafka",
                    "receivedAt": at, "orderNumber": text, "waitsFor": "order-not-placed", "waitsUntil": at,
                ])
        }
    }

    var mail: MailPreview {
        get throws {
            try read(
                MailPreview.self,
                [
                    "mail": [
                        "id": id, "intent": text, "kind": "order-placed", "state": "uncertain", "accountID": id, "orderID": id,
                        "recipient": text, "language": "ru", "subject": text, "createdAt": at, "finishedAt": at, "attempts": 1,
                        "reason": text,
                    ],
                    "text": text, "html": text,
                ])
        }
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}
