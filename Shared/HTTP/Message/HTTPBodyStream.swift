import Synchronization

/// Where a streamed body comes from. `next` is asked by one task at a time and returns nil at the end, then and ever after.
package protocol HTTPBodySource: Sendable {
    func next() async throws -> [UInt8]?
}

/// A body in parts, read once, with back-pressure: the producer runs no further ahead than a bounded buffer.
/// Letting go of the last reference before the end cancels the producer.
package final class HTTPBodyStream: Sendable {
    private enum Origin: Sendable {
        case source(any HTTPBodySource)
        case writing(@Sendable (HTTPBodyWriter) async throws -> Void)
    }

    /// In bytes, where known beforehand; otherwise it is sent chunked.
    package let length: Int?
    private let origin: Origin
    private let pipe = Mutex<BodyPipe?>(nil)

    package init(length: Int? = nil, source: any HTTPBodySource) {
        self.length = length
        origin = .source(source)
    }

    private init(length: Int?, writing body: @escaping @Sendable (HTTPBodyWriter) async throws -> Void) {
        self.length = length
        origin = .writing(body)
    }

    /// A body that is written by code: `write` returns when the reader has room. What the closure throws cuts the body short, so
    /// that the receiver sees it is not whole.
    package static func writing(
        length: Int? = nil, _ body: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
    ) -> HTTPBodyStream {
        HTTPBodyStream(length: length, writing: body)
    }

    /// The next part, never empty; nil at the end.
    package func next() async throws -> [UInt8]? {
        switch origin {
        case .source(let source): return try await source.next()
        case .writing(let body):
            let pipe = self.pipe.withLock { slot in
                let pipe = slot ?? BodyPipe(body)
                slot = pipe
                return pipe
            }
            return try await pipe.next()
        }
    }

    /// Passes every part to the writer; code that writes its body runs in the calling task, without a buffer between.
    package func copy(to writer: HTTPBodyWriter) async throws {
        switch origin {
        case .source(let source): while let part = try await source.next() { try await writer.write(part) }
        case .writing(let body): try await body(writer)
        }
    }

    deinit { pipe.withLock { $0 }?.cancel() }
}

/// The receiving end of a body that is written by code.
package struct HTTPBodyWriter: Sendable {
    private let sink: @Sendable ([UInt8]) async throws -> Void

    package init(_ sink: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.sink = sink
    }

    /// Returns when there is room for more; throws when the reader is gone.
    package func write(_ bytes: [UInt8]) async throws {
        if !bytes.isEmpty { try await sink(bytes) }
    }

    package func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }
}
