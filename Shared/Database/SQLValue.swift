package import Core

/// A value bound to a statement. Types are those both engines store without loss.
package enum SQLValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    case bytes([UInt8])
    case id(ID)
    case time(Timestamp)
    /// JSON text, kept as written.
    case json([UInt8])

    package static func int(_ value: Int) -> SQLValue { .int(Int64(value)) }
    package static func id(_ value: some Identifier) -> SQLValue { .id(value.id) }
    package static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    package static func int(_ value: Int64?) -> SQLValue { value.map { .int($0) } ?? .null }
    package static func time(_ value: Timestamp?) -> SQLValue { value.map { .time($0) } ?? .null }
    package static func id(_ value: ID?) -> SQLValue { value.map { .id($0) } ?? .null }
    package static func bytes(_ value: [UInt8]?) -> SQLValue { value.map { .bytes($0) } ?? .null }
}
