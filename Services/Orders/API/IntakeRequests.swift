package import JSON

/// A second try of a rejected event.
package struct RetryRequest: Shape, Hashable {
    package static let shapeName = "RetryRequest"

    /// In the place of the event's data; the original is kept beside it.
    package let data: JSONValue?

    package init(_ fields: inout ShapeReader) {
        data = fields.any("data", "Corrected data; absent to try the event as it was received.")
    }
}

package struct DiscardRequest: Shape, Hashable {
    package static let shapeName = "DiscardRequest"

    package let reason: String

    package init(_ fields: inout ShapeReader) {
        reason = fields.text("reason", length: 1...1000, "Why nothing is to come of the event.")
    }
}
