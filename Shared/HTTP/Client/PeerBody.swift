/// The body of a peer's response as it comes. Letting go of it before its end closes the connection, and so cancels the peer's work.
final class PeerBody: HTTPBodySource {
    private let connection: PeerConnection
    private let exchange: Int

    init(_ connection: PeerConnection, exchange: Int) {
        self.connection = connection
        self.exchange = exchange
    }

    deinit {
        let (connection, exchange) = (connection, exchange)
        connection.loop.execute { connection.abandon(exchange) }
    }

    @concurrent func next() async throws -> [UInt8]? {
        if connection.loop.isCurrent { return try await pull() }
        return try await withTaskExecutorPreference(connection.loop) { try await pull() }
    }

    @concurrent private func pull() async throws -> [UInt8]? {
        guard connection.exchange == exchange else { return nil }
        do {
            return try await withTaskCancellationHandler {
                try await connection.takeBody()
            } onCancel: {
                connection.loop.execute { self.connection.abandon(self.exchange) }
            }
        } catch let failure as PeerFailure {
            throw failure.refusal
        }
    }
}
