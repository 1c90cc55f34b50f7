import Audit
import Core
import HTTP
import OrdersAPI
package import ServiceKit

/// Reading products.
package enum ProductRoutes {
    package static func routes(_ lookup: ProductLookup) -> [Route] {
        [
            Route(
                .get, "/v1/products", access: .scope("products:read"), audit: .none("Goods, and nobody's."), "Products, by sku.",
                query: [
                    QueryParameter("source", "The shop."), QueryParameter("sku", "Exactly this sku."),
                    QueryParameter("q", "The beginning of the sku, or any part of a name in any language."),
                ] + PageQuery.parameters,
                response: ProductResource.self, list: true
            ) { request in
                let decision = try request.right(to: .view, .product)
                let query = ProductQuery(
                    source: try request.filter("source"), sku: try request.filter("sku"), search: try request.filter("q"))
                let page = try PageQuery.read(request)
                let (items, next) = try await lookup.products(query, after: page.cursor.map(place), limit: page.limit)
                return .list(
                    Page(
                        items: items.map { $0.shown(by: decision) },
                        next: next.map { Cursor.encode([$0.sku, $0.id.description]) }))
            },
            Route(
                .get, "/v1/products/{id}", access: .scope("products:read"), audit: .none("Goods, and nobody's."), "One product.",
                response: ProductResource.self
            ) { request in
                let decision = try request.right(to: .view, .product)
                guard let product = try await lookup.product(request.id("id", as: ProductID.self))?.shown(by: decision) else {
                    throw Refusal(.notFound, "not-found", "There is no product with this id.")
                }
                return .json(product, etag: product.entityTag)
            },
        ]
    }

    private static func place(_ cursor: String) throws -> ProductQuery.Place {
        let parts = try Cursor.decode(cursor, parts: 2)
        guard let id = ID(parts[1]) else {
            throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
        }
        return ProductQuery.Place(sku: parts[0], id: id)
    }
}
