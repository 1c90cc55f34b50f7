import Core
import Database
import JSON
import Jobs
import OrdersAPI

/// Tells everybody who agreed and is interested in one of its categories about a new product. Goes through the audience in
/// steps, each durable; started again it goes on, and nobody is told twice.
struct AnnounceProduct: Sendable {
    static let kind = "notifications.announce-product"
    static let step = 200

    let database: any Database
    let composeMail: ComposeMail

    var handler: JobHandler {
        JobHandler(kind: Self.kind, timeout: 3600, concurrency: 1) { try await run($0) }
    }

    private func run(_ job: JobContext) async throws {
        guard let product = try? Shapes.decode(ProductTold.self, from: job.payload) else {
            throw JobFailure.permanent("The payload is no product.")
        }
        let categories = Set(product.categories.map(SearchKey.folded)).sorted()
        var after: ID?
        while true {
            try Task.checkCancellation()
            let from = after
            after = try await database.write { tx in
                let customers = try CustomerStore().audience(categories: categories, after: from, limit: Self.step, in: tx)
                for customer in customers {
                    try composeMail.perform(
                        .newProduct, intent: "new-product:\(product.productID):\(customer.id)",
                        content: Self.content(product, language: customer.language), customer: customer, orderID: nil, in: tx)
                }
                return customers.count == Self.step ? customers.last?.id : nil
            }
            if after == nil { return }
        }
    }

    static func content(_ product: ProductTold, language: String?) -> MailContent {
        var content = MailContent()
        let primary = language.map { String($0.prefix { $0 != "-" }) } ?? ""
        content.product =
            product.name[language ?? ""] ?? product.name[primary] ?? product.name[""] ?? product.name["en"]
            ?? product.name.sorted { $0.key < $1.key }.first?.value ?? product.sku
        content.description = product.description
        content.url = product.url
        return content
    }
}
