import Core
import Crypto
import JSON

/// How entries hang together: each hash covers the one before, so that an entry cannot be changed, left out or moved without
/// breaking all that follow.
package enum AuditChain {
    /// What stands before the first entry.
    package static let beginning = [UInt8](repeating: 0, count: 32)

    /// SHA-256 of the hash before and the entry in the canonical form of RFC 8785, with its number and the service whose chain it is.
    package static func hash(after previous: [UInt8], _ entry: AuditEntry, number: Int64, service: String) -> [UInt8] {
        let whole = (entry.members + [("number", .string(String(number))), ("service", .string(service))]).object
        return Digest.sha256(previous + whole.canonical())
    }
}

extension [UInt8] {
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
