import Core
import Synchronization

/// Where a peer is. Names are looked up on a thread of their own, since that blocks, and known for half a minute; when a look-up
/// fails the addresses known before serve on.
final class PeerAddress: Sendable {
    private struct State {
        var known: [SocketAddress] = []
        var until: Int64 = 0
        var waiting: [CheckedContinuation<[SocketAddress], any Error>] = []
    }

    private static let lifetime: Int64 = 30_000_000

    private let host: String
    private let port: Int
    private let fixed: [SocketAddress]?
    private let state = Mutex(State())

    init(host: String, port: Int) {
        self.host = host
        self.port = port
        fixed = try? SocketAddress.resolve(host, port, onlyNumeric: true)
    }

    /// Never none.
    func addresses() async throws -> [SocketAddress] {
        if let fixed { return fixed }
        let known = state.withLock { $0.until > monotonicMicroseconds() ? $0.known : [] }
        if !known.isEmpty { return known }
        return try await withCheckedThrowingContinuation { continuation in
            let isFirst = state.withLock { state in
                state.waiting.append(continuation)
                return state.waiting.count == 1
            }
            if isFirst { startThread { self.lookUp() } }
        }
    }

    private func lookUp() {
        let found = Result { try SocketAddress.resolve(host, port) }
        let (waiting, result) = state.withLock { state in
            defer { state.waiting = [] }
            if case .success(let addresses) = found {
                state.known = addresses
                state.until = monotonicMicroseconds() + Self.lifetime
            }
            let result: Result<[SocketAddress], any Error> =
                switch found {
                case .success(let addresses): .success(addresses)
                case .failure(let error): state.known.isEmpty ? .failure(Self.failure(error)) : .success(state.known)
                }
            return (state.waiting, result)
        }
        for continuation in waiting { continuation.resume(with: result) }
    }

    private static func failure(_ error: any Error) -> PeerFailure {
        .unknownHost((error as? ResolveError)?.reason ?? "the name was not looked up")
    }
}
