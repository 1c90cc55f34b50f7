import Core

/// What follows the head of a message.
package enum HTTPBody: Sendable {
    case none
    case bytes([UInt8])
    case stream(HTTPBodyStream)

    /// The whole body. Throws `Refusal(.tooLarge, "too-large")` as soon as it is known to pass the limit; what was not read is
    /// discarded by the server, up to its own bound.
    package func collect(upTo limit: Int) async throws -> [UInt8] {
        switch self {
        case .none:
            return []
        case .bytes(let bytes):
            guard bytes.count <= limit else { throw Self.tooLarge(limit) }
            return bytes
        case .stream(let stream):
            if let length = stream.length, length > limit { throw Self.tooLarge(limit) }
            var all: [UInt8] = []
            while let part = try await stream.next() {
                guard all.count + part.count <= limit else { throw Self.tooLarge(limit) }
                if all.isEmpty { all = part } else { all += part }
            }
            return all
        }
    }

    /// The first `headLimit` bytes of a body that may be too large to keep, with its length and SHA-256. At most `limit` bytes are
    /// read: if the body goes on, `complete` is false, `length` is what was read and there is no digest.
    package func collectHead(
        _ headLimit: Int, limit: Int = 16 << 20
    ) async throws -> (head: [UInt8], length: Int, complete: Bool, sha256: [UInt8]?) {
        var head: [UInt8] = []
        var length = 0
        let digest = try BodyDigest()
        func take(_ part: [UInt8]) throws {
            head += part.prefix(max(0, headLimit - head.count))
            length += part.count
            try digest.update(part)
        }
        switch self {
        case .none: break
        case .bytes(let bytes): try take(bytes)
        case .stream(let stream):
            while let part = try await stream.next() {
                try take(part)
                if length > limit { return (head, length, false, nil) }
            }
        }
        return (head, length, true, try digest.finish())
    }

    private static func tooLarge(_ limit: Int) -> Refusal {
        Refusal(.tooLarge, "too-large", "The body is larger than the \(limit) bytes allowed here; send less.")
    }
}
