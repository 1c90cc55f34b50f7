/// SQL that is put together per call, for lists with optional filters: every interpolated `SQLValue` binds.
///
///     var sql: SQL = "SELECT id FROM accounts WHERE kind = \(.text(kind))"
///     if let after { sql += " AND (name_key, id) > (\(.text(after.key)), \(.id(after.id)))" }
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// Literal text with `$1` … in it.
    package private(set) var postgres = ""
    package private(set) var sqlite = ""
    package private(set) var values: [SQLValue] = []

    package init(stringLiteral value: String) {
        postgres = value
        sqlite = value
    }

    package init(stringInterpolation: Interpolation) {
        self = stringInterpolation.sql
    }

    package func text(_ engine: Engine) -> String {
        engine == .postgres ? postgres : sqlite
    }

    package static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }

    fileprivate mutating func append(literal: String) {
        postgres += literal
        sqlite += literal
    }

    fileprivate mutating func append(_ value: SQLValue) {
        values.append(value)
        postgres += "$\(values.count)"
        sqlite += "?\(values.count)"
    }

    fileprivate mutating func append(_ fragment: Fragment) {
        postgres += fragment.text(.postgres)
        sqlite += fragment.text(.sqlite)
    }

    private mutating func append(_ other: SQL) {
        postgres += Self.renumbered(other.postgres, sign: "$", by: values.count)
        sqlite += Self.renumbered(other.sqlite, sign: "?", by: values.count)
        values += other.values
    }

    /// `$3` becomes `$5` by an offset of 2; a sign without digits after it stays.
    private static func renumbered(_ text: String, sign: Unicode.Scalar, by offset: Int) -> String {
        guard offset > 0 else { return text }
        let sign = UInt8(ascii: sign)
        var out: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            out.append(byte)
            guard byte == sign else { continue }
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let number = Int(Substring(digits)) else { continue }
            out += String(number + offset).utf8
            rest = rest.dropFirst(digits.count)
        }
        return String(decoding: out, as: UTF8.self)
    }

    package init() {}

    package struct Interpolation: StringInterpolationProtocol, Sendable {
        fileprivate var sql = SQL()

        package init(literalCapacity: Int, interpolationCount: Int) {}
        package mutating func appendLiteral(_ literal: String) { sql.append(literal: literal) }
        package mutating func appendInterpolation(_ value: SQLValue) { sql.append(value) }
        package mutating func appendInterpolation(_ fragment: Fragment) { sql.append(fragment) }
        package mutating func appendInterpolation(constant text: StaticString) { sql.append(literal: text.description) }
        /// A number that a plan is made by, such as that of a `LIMIT`, as part of the text: what only binds makes the database plan
        /// anew each time. Each number is another statement, so there must be few.
        package mutating func appendInterpolation(number: Int) { sql.append(literal: String(number)) }
        package mutating func appendInterpolation(_ other: SQL) { sql += other }
    }
}
