package import Core

/// Which products are asked for.
package struct ProductQuery: Hashable, Sendable {
    package var source: String?
    package var sku: String?
    /// The beginning of the sku, or any part of a name in any language.
    package var search: String?

    package init(source: String? = nil, sku: String? = nil, search: String? = nil) {
        self.source = source
        self.sku = sku
        self.search = search
    }

    /// Where a page ended.
    package struct Place: Hashable, Sendable {
        package let sku: String
        package let id: ID

        package init(sku: String, id: ID) {
            self.sku = sku
            self.id = id
        }
    }
}
