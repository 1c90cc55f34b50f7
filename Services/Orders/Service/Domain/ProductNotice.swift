package import Core
package import JSON
import OrdersAPI

/// The data of `shop.product.released.v1` and `shop.product.changed.v1`: the whole product as it is now.
package struct ProductNotice: Shape {
    package static let shapeName = "ShopProduct"

    package let sku: String
    /// By language; the key is empty where the shop has one name for all.
    package let name: [String: String]
    package let categories: [String]
    package let unit: String?
    package let price: Money?
    package let description: String?
    package let url: String?
    package let releasedAt: Timestamp?

    package init(_ fields: inout ShapeReader) {
        sku = fields.text("sku", length: 1...64)
        name = fields.textOrByLanguage("name", "A text, or an object of texts by language.")
        categories = fields.optionalTexts("categories", count: 0...100, length: 1...256) ?? []
        unit = fields.optionalFilledText("unit", most: 64)
        let amount = fields.optionalAmount("price", "In minor units of `currency`, which must be there too.")
        let currency = fields.optionalCurrency("currency", "ISO 4217.")
        description = fields.optionalFilledText("description", most: 65_536)
        url = fields.optionalFilledText("url", most: 4096)
        releasedAt = fields.optionalTime("releasedAt", "May lie far back, or ahead when it is announced.")
        price = amount.flatMap { amount in currency.map { Money(amount: amount, currency: $0) } }
        if amount != nil, fields.value("currency")?.isNull ?? true {
            fields.fault(at: "currency", code: "missing", detail: "Is required with a price.")
        }
    }
}

/// The data of `shop.product.withdrawn.v1`.
package struct WithdrawalNotice: Shape {
    package static let shapeName = "ShopProductWithdrawn"

    package let sku: String
    package let withdrawnAt: Timestamp?

    package init(_ fields: inout ShapeReader) {
        sku = fields.text("sku", length: 1...64)
        withdrawnAt = fields.optionalTime("withdrawnAt")
    }
}
