/// The idle connections to a peer on one loop; the one used last goes first, so that surplus ones grow old and end.
///
/// Unchecked: after `init` everything happens on the loop's thread.
final class PeerPool: @unchecked Sendable {
    let loop: EventLoop
    private let address: PeerAddress
    private let maxIdle: Int
    private var idle: [PeerConnection] = []

    init(loop: EventLoop, address: PeerAddress, maxIdle: Int) {
        self.loop = loop
        self.address = address
        self.maxIdle = maxIdle
    }

    var hasIdle: Bool { !idle.isEmpty }

    func reuse() -> PeerConnection? { idle.popLast() }

    /// A new connection to the first address that takes one.
    func connect(_ timeouts: PeerTimeouts) async throws -> PeerConnection {
        var failure: (any Error)?
        for address in try await address.addresses() {
            let connection = PeerConnection(pool: self)
            do {
                try await connection.connect(address, timeouts)
                return connection
            } catch {
                connection.close()
                failure = failure ?? error
                try Task.checkCancellation()
            }
        }
        throw failure ?? PeerFailure.closed
    }

    /// Keeps the connection for the next request, or says that there are enough.
    func keep(_ connection: PeerConnection) -> Bool {
        guard idle.count < maxIdle else { return false }
        idle.append(connection)
        return true
    }

    func forget(_ connection: PeerConnection) {
        idle.removeAll { $0 === connection }
    }
}
