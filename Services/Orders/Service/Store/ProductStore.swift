import Core
package import Database
import JSON
package import OrdersAPI

/// Products as rows.
package struct ProductStore: Sendable {
    package init() {}

    /// The product, kept from others until the end of the transaction also where there is none yet.
    package func lockedProduct(source: String, sku: String, in tx: Transaction) throws -> Product? {
        try tx.lock(key: "product \(source) \(sku)")
        return try tx.first(Self.bySKU, [.text(source), .text(sku)], Self.decode)
    }

    package func product(_ id: ProductID, in tx: Transaction) throws -> Product? {
        try tx.first(Self.byID, [.id(id)], Self.decode)
    }

    /// Writes a locked product, new or not.
    package func save(_ product: Product, in tx: Transaction) throws {
        try tx.execute(
            Self.upsert,
            [
                .id(product.id), .text(product.source), .text(product.sku), .json(product.name.json()),
                .text(SearchKey.folded(product.name.values.sorted().joined(separator: "\n"))), .json(product.categories.json()),
                .text(product.unit), .int(product.price?.amount), .text(product.price?.currency.code),
                .text(product.description), .text(product.url), .time(product.releasedAt), .time(product.withdrawnAt),
                .time(product.describedTime), .time(product.releasedTime), .time(product.withdrawnTime), .int(product.version),
            ])
    }

    /// At most `limit` products by sku, after `after`; `search` is any part of sku or name.
    package func products(
        _ query: ProductQuery, after: ProductQuery.Place?, limit: Int, in tx: Transaction
    ) throws -> [Product] {
        var sql: SQL = "SELECT \(constant: Self.columns) FROM products WHERE 1 = 1"
        if let source = query.source { sql += " AND source = \(.text(source))" }
        if let sku = query.sku { sql += " AND sku = \(.text(sku))" }
        if let search = query.search {
            let pattern = SQLValue.text("%" + SearchKey.folded(search).escapingPattern + "%")
            let literal = SQLValue.text(search.escapingPattern + "%")
            sql += " AND (name_key LIKE \(pattern) ESCAPE '!' OR sku LIKE \(literal) ESCAPE '!')"
        }
        if let after { sql += " AND (sku, id) > (\(.text(after.sku)), \(.id(after.id)))" }
        sql += " ORDER BY sku, id LIMIT \(.int(limit))"
        return try tx.rows(sql, Self.decode)
    }

    private static let columns: StaticString = """
        id, source, sku, name, categories, unit, price, currency, description, url, released_at, withdrawn_at, described_time,
        released_time, withdrawn_time, version
        """

    private static func decode(_ row: Row) throws -> Product {
        var product = Product(id: ProductID(row.id(0)), source: row.text(1), sku: row.text(2))
        product.name = try row.textsByKey(3)
        product.categories = try row.texts(4)
        product.unit = row.textOrNil(5)
        product.price = row.intOrNil(6).flatMap { amount in
            row.textOrNil(7).flatMap { Currency($0) }.map { Money(amount: amount, currency: $0) }
        }
        product.description = row.textOrNil(8)
        product.url = row.textOrNil(9)
        product.releasedAt = row.timeOrNil(10)
        product.withdrawnAt = row.timeOrNil(11)
        product.describedTime = row.timeOrNil(12)
        product.releasedTime = row.timeOrNil(13)
        product.withdrawnTime = row.timeOrNil(14)
        product.version = row.int(15)
        return product
    }

    private static let bySKU: Statement = "SELECT \(constant: columns) FROM products WHERE source = $1 AND sku = $2"
    private static let byID: Statement = "SELECT \(constant: columns) FROM products WHERE id = $1"
    private static let upsert: Statement = """
        INSERT INTO products (id, source, sku, name, name_key, categories, unit, price, currency, description, url, released_at,
            withdrawn_at, described_time, released_time, withdrawn_time, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, categories = excluded.categories,
            unit = excluded.unit, price = excluded.price, currency = excluded.currency, description = excluded.description,
            url = excluded.url, released_at = excluded.released_at, withdrawn_at = excluded.withdrawn_at,
            described_time = excluded.described_time, released_time = excluded.released_time,
            withdrawn_time = excluded.withdrawn_time, version = excluded.version
        """
}

extension String {
    /// For LIKE … ESCAPE '!'.
    fileprivate var escapingPattern: String {
        var out = ""
        for character in self {
            if character == "%" || character == "_" || character == "!" { out.append("!") }
            out.append(character)
        }
        return out
    }
}

extension Row {
    /// A JSON object of texts, or one text, which has the empty key.
    fileprivate func textsByKey(_ column: Int) throws -> [String: String] {
        switch try withBytes(column, { try JSONValue.parse($0) }) {
        case .string(let text): return ["": text]
        case .object(let object):
            return Dictionary(object.members.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { first, _ in first })
        default: throw UnreadableRow(column: "products.name")
        }
    }

    fileprivate func texts(_ column: Int) throws -> [String] {
        guard let texts = try withBytes(column, { try JSONValue.parse($0) }).array else {
            throw UnreadableRow(column: "products.categories")
        }
        return texts.compactMap(\.string)
    }
}
