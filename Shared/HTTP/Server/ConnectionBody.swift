/// The body of the request a connection is in, filled as it arrives and emptied by the handler. When more than a window lies here the
/// connection stops reading.
///
/// Unchecked: everything happens on the connection's loop, where `next` goes first.
final class ConnectionBody: HTTPBodySource, @unchecked Sendable {
    private static let window = 65_536

    private let connection: ServerConnection
    private let loop: EventLoop
    private var buffer: [UInt8] = []
    private var isEnded = false
    private var hasFailed = false
    private var waiter: UnsafeContinuation<Void, Never>?

    init(_ connection: ServerConnection) {
        self.connection = connection
        loop = connection.loop
    }

    @concurrent func next() async throws -> [UInt8]? {
        if loop.isCurrent { return try await pull() }
        return try await withTaskExecutorPreference(loop) { try await pull() }
    }

    @concurrent private func pull() async throws -> [UInt8]? {
        while true {
            if let part = take() { return part }
            if isEnded { return nil }
            if hasFailed || Task.isCancelled { throw CancellationError() }
            connection.bodyIsAwaited()
            await withTaskCancellationHandler {
                await withUnsafeContinuation { waiter = $0 }
            } onCancel: {
                loop.execute { self.wake() }
            }
            precondition(loop.isCurrent, "the reader of a body has left its loop")
        }
    }

    private func take() -> [UInt8]? {
        guard !buffer.isEmpty else { return nil }
        var part: [UInt8] = []
        swap(&part, &buffer)
        if !isEnded { connection.bodyWasTaken() }
        return part
    }

    // MARK: For the connection

    var isFull: Bool { buffer.count >= Self.window }

    func append(_ bytes: UnsafeBufferPointer<UInt8>) { buffer.append(contentsOf: bytes) }

    func end() { isEnded = true }

    func fail() {
        if !isEnded { hasFailed = true }
        wake()
    }

    func wakeIfReady() {
        if waiter != nil, !buffer.isEmpty || isEnded { wake() }
    }

    /// All of it when it has come to its end before anyone read: then no stream is needed.
    func takeWhole() -> [UInt8]? {
        guard isEnded else { return nil }
        defer { buffer = [] }
        return buffer
    }

    private func wake() {
        guard let waiter else { return }
        self.waiter = nil
        waiter.resume()
    }
}
