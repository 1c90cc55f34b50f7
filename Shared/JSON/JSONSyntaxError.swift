/// How much a document may hold.
package struct JSONLimits: Sendable {
    /// Containers within one another; `[[1]]` is 2.
    package var depth: Int
    package var bytes: Int

    package init(depth: Int = 32, bytes: Int = 512 * 1024) {
        self.depth = depth
        self.bytes = bytes
    }
}

/// Why bytes are not a JSON document that we take.
package struct JSONSyntaxError: Error, Hashable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        case syntax
        case depth
        case duplicateKey(String)
        case invalidUTF8
        case tooLarge
        /// A `\u` escape of one half of a surrogate pair without the other.
        case unpairedSurrogate
        /// A number beyond what a double can hold, such as `1e400`.
        case numberRange
    }

    /// Bytes before the fault.
    package let offset: Int
    package let reason: Reason

    package init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    /// A sentence without any of the document's text but a key.
    package var description: String {
        switch reason {
        case .syntax: "Not JSON at byte \(offset)."
        case .depth: "Too many levels at byte \(offset)."
        case .duplicateKey(let key): "The key \"\(key.prefix(64))\" comes twice, at byte \(offset)."
        case .invalidUTF8: "Not UTF-8 in the text at byte \(offset)."
        case .tooLarge: "Larger than \(offset) bytes."
        case .unpairedSurrogate: "Half of a surrogate pair at byte \(offset)."
        case .numberRange: "A number too large at byte \(offset)."
        }
    }
}
