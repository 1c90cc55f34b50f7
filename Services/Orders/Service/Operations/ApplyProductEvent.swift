import Core
import Database
import Events
import JSON
import OrdersAPI

/// Keeps a product as its shop's newest events tell it, and tells the suite when something changed.
struct ApplyProductEvent: Sendable {
    private let outbox: Outbox
    private let ids: IdentifierSource
    private let products = ProductStore()

    init(outbox: Outbox, ids: IdentifierSource) {
        self.outbox = outbox
        self.ids = ids
    }

    func describe(
        _ notice: ProductNotice, _ attributes: ShopEventAttributes, isRelease: Bool, in tx: Transaction
    ) throws {
        try change(notice.sku, attributes, in: tx) { $0.describe(notice, at: attributes.moment, isRelease: isRelease) }
    }

    func withdraw(_ notice: WithdrawalNotice, _ attributes: ShopEventAttributes, in tx: Transaction) throws {
        try change(notice.sku, attributes, in: tx) { $0.withdraw(notice, at: attributes.moment) }
    }

    private func change(
        _ sku: String, _ attributes: ShopEventAttributes, in tx: Transaction, _ apply: (inout Product) -> Product.Change?
    ) throws {
        let known = try products.lockedProduct(source: attributes.source, sku: sku, in: tx)
        var product = known ?? Product(id: ProductID(ids.next()), source: attributes.source, sku: sku)
        let change = apply(&product)
        guard product != known else { return }
        try products.save(product, in: tx)
        guard let change else { return }
        let type =
            switch change {
            case .released: OrdersEvents.productReleased
            case .changed: OrdersEvents.productChanged
            case .withdrawn: OrdersEvents.productWithdrawn
            }
        try outbox.append(
            type, key: product.id.description, version: product.version, data: product.told.json(), in: tx)
    }
}
