package import Core
package import OrdersAPI

/// A product of a shop. What is told last by the time of its events stands, in whatever order they arrive.
package struct Product: Hashable, Sendable {
    package let id: ProductID
    package let source: String
    package let sku: String
    package var name: [String: String] = [:]
    package var categories: [String] = []
    package var unit: String?
    package var price: Money?
    package var description: String?
    package var url: String?
    package var releasedAt: Timestamp?
    /// When the newest withdrawal says that it left; it may be on sale again since, see `isWithdrawn`.
    package var withdrawnAt: Timestamp?
    /// The times of the newest events that described it, released it and withdrew it.
    package var describedTime: Timestamp?
    package var releasedTime: Timestamp?
    package var withdrawnTime: Timestamp?
    /// Rises with every change that shows.
    package var version: Int64 = 0

    package init(id: ProductID, source: String, sku: String) {
        self.id = id
        self.source = source
        self.sku = sku
    }

    /// Withdrawn, and not described as on sale since.
    package var isWithdrawn: Bool {
        guard let withdrawnTime else { return false }
        return describedTime.map { withdrawnTime >= $0 } ?? true
    }

    package enum Change: Hashable, Sendable {
        case released, changed, withdrawn
    }

    /// Takes what a released or changed event says, unless a newer one was there before. `nil`: nothing changed that shows.
    package mutating func describe(_ notice: ProductNotice, at time: Timestamp, isRelease: Bool) -> Change? {
        let before = told
        if describedTime.map({ time >= $0 }) ?? true {
            describedTime = time
            name = notice.name
            categories = notice.categories
            unit = notice.unit
            price = notice.price
            description = notice.description
            url = notice.url
        }
        if let released = notice.releasedAt ?? (isRelease ? time : nil), releasedTime.map({ time >= $0 }) ?? true {
            releasedTime = time
            releasedAt = released
        }
        return bump(since: before, isRelease && told.releasedAt != before.releasedAt ? .released : .changed)
    }

    /// Takes a withdrawal, unless a newer one was there before. `nil`: nothing changed that shows.
    package mutating func withdraw(_ notice: WithdrawalNotice, at time: Timestamp) -> Change? {
        let before = told
        if withdrawnTime.map({ time >= $0 }) ?? true {
            withdrawnTime = time
            withdrawnAt = notice.withdrawnAt ?? time
        }
        return bump(since: before, isWithdrawn ? .withdrawn : .changed)
    }

    private mutating func bump(since before: ProductTold, _ change: Change) -> Change? {
        guard version == 0 || told != before else { return nil }
        version += 1
        return change
    }

    /// What the suite is told.
    package var told: ProductTold {
        ProductTold(
            productID: id, source: source, sku: sku, name: name, categories: categories, unit: unit, price: price,
            description: description, url: url, releasedAt: releasedAt, withdrawnAt: isWithdrawn ? withdrawnAt : nil)
    }
}
