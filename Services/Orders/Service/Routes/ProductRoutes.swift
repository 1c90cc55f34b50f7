import Core
import HTTP
import OrdersAPI
package import ServiceKit

/// Reading products.
package enum ProductRoutes {
    package static func routes(_ lookup: ProductLookup) -> [Route] {
        [
            Route(
                .get, "/v1/products", access: .scope("products:read"), "Products, by sku.",
                query: [
                    QueryParameter("source", "The shop."), QueryParameter("sku", "Exactly this sku."),
                    QueryParameter("q", "The beginning of the sku, or any part of a name in any language."),
                ] + PageQuery.parameters,
                response: ProductResource.self, list: true
            ) { request in
                let query = ProductQuery(
                    source: try request.filter("source"), sku: try request.filter("sku"), search: try request.filter("q"))
                return try await .list(lookup.products(query, PageQuery.read(request)))
            },
            Route(
                .get, "/v1/products/{id}", access: .scope("products:read"), "One product.", response: ProductResource.self
            ) { request in
                guard let product = try await lookup.product(request.id("id", as: ProductID.self)) else {
                    throw Refusal(.notFound, "not-found", "There is no product with this id.")
                }
                return .json(product, etag: "\(product.version)")
            },
        ]
    }
}
