package import Core

/// The attributes that every event of a shop has once its envelope was found good.
package struct ShopEventAttributes: Sendable, Hashable {
    /// The shop.
    package let source: String
    /// Unique within `source`.
    package let id: String
    package let type: String
    package let time: Timestamp?
    package let receivedAt: Timestamp
    /// SHA-256 of `{"type", "data"}` in canonical form (RFC 8785): two events say the same when this is the same.
    package let contentDigest: [UInt8]

    package init(source: String, id: String, type: String, time: Timestamp?, receivedAt: Timestamp, contentDigest: [UInt8]) {
        self.source = source
        self.id = id
        self.type = type
        self.time = time
        self.receivedAt = receivedAt
        self.contentDigest = contentDigest
    }

    /// When it happened, as far as the envelope knows.
    package var moment: Timestamp { time ?? receivedAt }
}
