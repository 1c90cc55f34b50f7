package import Core
package import Database
package import OrdersAPI
import ServiceKit

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

    /// By sku.
    package func products(_ query: ProductQuery, _ page: PageRequest) async throws -> Page<ProductResource> {
        let after = try page.cursor.map(Self.place)
        let found = try await database.read { [store] tx in
            try store.products(query, after: after, limit: page.limit + 1, in: tx)
        }
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { Cursor.encode([$0.sku, $0.id.description]) } : nil
        return Page(items: shown.map(\.resource), next: next)
    }

    private static func place(_ cursor: String) throws -> (sku: String, id: ID) {
        let parts = try Cursor.decode(cursor, parts: 2)
        guard let id = ID(parts[1]) else {
            throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
        }
        return (parts[0], id)
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
