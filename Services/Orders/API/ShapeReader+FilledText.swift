package import JSON

extension ShapeReader {
    /// A text of a shop; an empty one says as little as none and counts as absent.
    package mutating func optionalFilledText(_ key: String, most: Int = 1000, _ doc: String = "") -> String? {
        optionalText(key, length: 0...most, doc).flatMap { $0.isEmpty ? nil : $0 }
    }
}
