package import Core
package import JSON

/// A product as a shop's events tell of it.
package struct ProductResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Product"

    package let id: ProductID
    /// The shop.
    package let source: String
    package let sku: String
    /// By language; the key is empty where the shop has one name for all. Empty when only its withdrawal is known.
    package let name: [String: String]
    package let categories: [String]
    package let unit: String?
    package private(set) var price: Money?
    package let description: String?
    package let url: String?
    package let releasedAt: Timestamp?
    package let withdrawnAt: Timestamp?
    package let version: Int64
    /// The groups that the caller may not see.
    package private(set) var hidden: [FieldGroup] = []

    package init(
        id: ProductID, source: String, sku: String, name: [String: String], categories: [String], unit: String?, price: Money?,
        description: String?, url: String?, releasedAt: Timestamp?, withdrawnAt: Timestamp?, version: Int64
    ) {
        (self.id, self.source, self.sku, self.name) = (id, source, sku, name)
        (self.categories, self.unit, self.price, self.description) = (categories, unit, price, description)
        (self.url, self.releasedAt, self.withdrawnAt, self.version) = (url, releasedAt, withdrawnAt, version)
    }

    package init(_ fields: inout ShapeReader) {
        id = ProductID(fields.id("id"))
        source = fields.text("source", "The shop.")
        sku = fields.text("sku")
        name = fields.optionalTextOrByLanguage("name", "A text, or texts by language.") ?? [:]
        categories = fields.texts("categories", count: 0...1000)
        unit = fields.optionalText("unit")
        price = fields.optionalMoney("price")
        description = fields.optionalText("description", length: 1...65_536)
        url = fields.optionalText("url")
        releasedAt = fields.optionalTime("releasedAt")
        withdrawnAt = fields.optionalTime("withdrawnAt", "Since when it is not sold any more.")
        version = fields.integer("version")
        hidden = fields.hiddenGroups()
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("source", source)
            writer.field("sku", sku)
            if !name.isEmpty { writer.field("name", name) }
            writer.field("categories", array: categories)
            writer.field("unit", unit)
            writer.field("price", price)
            writer.field("description", description)
            writer.field("url", url)
            writer.field("releasedAt", releasedAt)
            writer.field("withdrawnAt", withdrawnAt)
            writer.field("version", version)
            writer.hiddenGroups(hidden)
        }
    }

    /// Without its price where money is held back.
    package func shown(by decision: AccessDecision) -> ProductResource {
        guard !decision.shows(.money) else { return self }
        var copy = self
        copy.price = nil
        copy.hidden = [.money]
        return copy
    }

    /// Changes whenever the product or what the caller may see of it does.
    package var entityTag: String { ([String(version)] + hidden.map(\.rawValue)).joined(separator: "-") }
}
