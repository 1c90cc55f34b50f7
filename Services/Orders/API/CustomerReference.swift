package import Core
package import JSON

/// Who an order's customer is, as far as the order knows, so that nobody has to look it up.
package struct CustomerReference: Shape, JSONWritable, Hashable {
    package static let shapeName = "CustomerReference"

    /// The account, once contacts said whose order it is.
    package let accountID: ID?
    package let shopID: String?
    package let email: String?
    package let phone: String?
    package let taxID: String?

    package init(_ customer: OrderCustomer, accountID: ID?) {
        self.accountID = accountID
        shopID = customer.shopID
        email = customer.email
        phone = customer.phone
        taxID = customer.taxID
    }

    package init(_ fields: inout ShapeReader) {
        accountID = fields.optionalID("accountID")
        shopID = fields.optionalText("shopId")
        email = fields.optionalText("email")
        phone = fields.optionalText("phone")
        taxID = fields.optionalText("taxId")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("accountID", accountID)
            writer.field("shopId", shopID)
            writer.field("email", email)
            writer.field("phone", phone)
            writer.field("taxId", taxID)
        }
    }
}
