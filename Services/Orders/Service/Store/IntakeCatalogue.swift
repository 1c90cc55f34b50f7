package import Core
package import Database

/// Whether a shop's products are known, where only they may be ordered.
package struct IntakeCatalogue: Sendable {
    package init() {}

    /// A fault for each line with a sku that no product event of the shop has told of.
    package func unknownProducts(of order: PlacedOrder, source: String, in tx: Transaction) throws -> [Fault] {
        var sql: SQL = "SELECT sku FROM products WHERE source = \(.text(source)) AND sku IN ("
        for (index, sku) in Set(order.lines.map(\.sku)).sorted().enumerated() {
            sql += index == 0 ? "\(.text(sku))" : ", \(.text(sku))"
        }
        sql += ")"
        let known = Set(try tx.rows(sql) { $0.text(0) })
        return order.lines.enumerated().filter { !known.contains($0.element.sku) }.map { index, line in
            Fault(pointer: "/lines/\(index)/sku", code: "unknown-product", detail: "The shop has told of no such product.")
        }
    }
}
