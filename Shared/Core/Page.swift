/// One page of a list: at most `limit` items after `cursor`, which is what the page before returned as `next`.
package struct PageRequest: Hashable, Sendable {
    package let cursor: String?
    package let limit: Int

    package init(cursor: String? = nil, limit: Int = 50) {
        self.cursor = cursor
        self.limit = limit
    }
}

package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    package let next: String?

    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
