import Core

/// HTTP/1.1 to one other part of the system, over connections that are kept: one pool per loop, so a handler's request stays on the
/// handler's loop. Bodies stream both ways.
///
/// A request is sent a second time only if its method is safe, its body can be repeated, and the connection was a kept one that ended
/// without a byte of an answer, as they do when a peer restarts. Fields of the connection (`HTTPFields.removeHopByHop`) are passed
/// on in neither direction; Host is the peer, X-Request-ID the request's id and X-Forwarded-For its remote address where it has them. An answer that begins before the whole
/// request is sent ends the sending, as a refusal of a large body does.
package final class PeerClient: Sendable {
    private let authority: [UInt8]
    private let group: EventLoopGroup
    private let timeouts: PeerTimeouts
    private let pools: [PeerPool]

    /// `maxIdle` connections at most are kept on each loop.
    package init(
        host: String, port: Int, group: EventLoopGroup, timeouts: PeerTimeouts = PeerTimeouts(), maxIdle: Int = 64
    ) {
        authority = Array((host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)").utf8)
        self.group = group
        self.timeouts = timeouts
        let address = PeerAddress(host: host, port: port)
        pools = group.loops.map { PeerPool(loop: $0, address: address, maxIdle: maxIdle) }
    }

    /// Any status is an answer; no answer is a `Refusal(.unavailable, "peer-unavailable")`. An error of the request's own body is thrown
    /// on as it is. Cancelling the task ends the exchange, and with it the peer's handler.
    ///
    /// With `credentials`, which may be no fields at all, they go in the place of the request's Authorization and Cookie.
    package func send(
        _ request: HTTPRequest, credentials: HTTPFields? = nil, timeouts: PeerTimeouts? = nil
    ) async throws -> HTTPResponse {
        let request = try PeerRequest(request, credentials: credentials, authority: authority)
        let loop = group.preferred()
        let (timeouts, pool) = (timeouts ?? self.timeouts, pools[loop.index])
        if loop.isCurrent { return try await attempt(request, timeouts, pool) }
        return try await withTaskExecutorPreference(loop) { try await attempt(request, timeouts, pool) }
    }

    /// Of this client, on that loop; `nil` for a loop of another group.
    func pool(of loop: EventLoop) -> PeerPool? { loop.group == ObjectIdentifier(group) ? pools[loop.index] : nil }

    /// Begins an exchange on a kept connection; `nil` when there is none, or when the request cannot be sent.
    func begin(
        _ request: HTTPRequest, _ credentials: HTTPFields, on loop: EventLoop
    ) -> (connection: PeerConnection, message: PeerRequest)? {
        guard let pool = pool(of: loop), pool.hasIdle,
            let message = try? PeerRequest(request, credentials: credentials, authority: authority),
            let connection = pool.reuse()
        else { return nil }
        _ = connection.begin(answersHead: request.method == .head, timeouts)
        return (connection, message)
    }

    @concurrent private func attempt(
        _ request: PeerRequest, _ timeouts: PeerTimeouts, _ pool: PeerPool
    ) async throws -> HTTPResponse {
        do {
            if let kept = pool.reuse() {
                do {
                    return try await exchange(request, timeouts, kept)
                } catch let failure as PeerFailure {
                    let isSafe = request.isRepeatable && !kept.hasAnswered
                    guard isSafe, failure.mayBeUnseen, !Task.isCancelled else { throw failure }
                }
            }
            return try await exchange(request, timeouts, pool.connect(timeouts))
        } catch let failure as PeerFailure {
            throw failure.refusal
        }
    }

    private func exchange(
        _ request: PeerRequest, _ timeouts: PeerTimeouts, _ connection: PeerConnection
    ) async throws -> HTTPResponse {
        let number = connection.begin(answersHead: request.method == .head, timeouts)
        do {
            connection.write(request)
            try await withTaskCancellationHandler {
                if request.hasRest { try await sendRest(of: request, to: connection) } else { connection.requestIsSent() }
                try await connection.wait(for: .head)
            } onCancel: {
                connection.loop.execute { connection.abandon(number) }
            }
            return try response(connection, number)
        } catch {
            connection.close()
            throw error
        }
    }

    private func sendRest(of request: PeerRequest, to connection: PeerConnection) async throws {
        switch request.body {
        case .none: break
        case .bytes(let bytes):
            connection.write(bytes)
            try await connection.wait(for: .room)
        case .stream(let stream):
            let isChunked = stream.length == nil
            do {
                try await stream.copy(to: HTTPBodyWriter { try await connection.send($0, isChunked: isChunked) })
            } catch is AnsweredEarly {
                return
            }
            if let length = stream.length, connection.sent != length { throw StreamLengthError() }
            if isChunked { connection.write(Array("0\r\n\r\n".utf8)) }
        }
        connection.requestIsSent()
    }

    func response(_ connection: PeerConnection, _ number: Int) throws -> HTTPResponse {
        guard var head = connection.takeHead() else { throw PeerFailure.closed }
        head.fields.removeHopByHop()
        var response = HTTPResponse(status: head.status, fields: head.fields)
        if let whole = connection.takeWholeBody() {
            if head.framing != .none { response.body = .bytes(whole) }
        } else {
            let length: Int? = if case .length(let count) = head.framing { count } else { nil }
            response.body = .stream(HTTPBodyStream(length: length, source: PeerBody(connection, exchange: number)))
        }
        return response
    }
}
