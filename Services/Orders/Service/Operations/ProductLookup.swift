import Core
package import Database
package import OrdersAPI

/// Reads products as the API shows them.
package struct ProductLookup: Sendable {
    private let database: any Database
    private let store = ProductStore()

    package init(database: any Database) {
        self.database = database
    }

    package func product(_ id: ProductID) async throws -> ProductResource? {
        try await database.read { [store] tx in try store.product(id, in: tx) }?.resource
    }

    /// At most `limit` products after `place`, by sku, and where the next page begins if there is one.
    package func products(
        _ query: ProductQuery, after place: ProductQuery.Place? = nil, limit: Int
    ) async throws -> (items: [ProductResource], next: ProductQuery.Place?) {
        let found = try await database.read { [store] tx in
            try store.products(query, after: place, limit: limit + 1, in: tx)
        }
        let shown = found.prefix(limit)
        let next = found.count > limit ? shown.last.map { ProductQuery.Place(sku: $0.sku, id: $0.id.id) } : nil
        return (shown.map(\.resource), next)
    }
}

extension Product {
    /// As the API shows it.
    package var resource: ProductResource {
        ProductResource(
            id: id, source: source, sku: sku, name: name, categories: categories, unit: unit, price: price,
            description: description, url: url, releasedAt: releasedAt, withdrawnAt: isWithdrawn ? withdrawnAt : nil,
            version: version)
    }
}
