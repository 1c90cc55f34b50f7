import Core

/// HTTP/1.1 to one other part of the system, over connections that are kept: one pool per loop, so a handler's request stays on the
/// handler's loop. Bodies stream both ways.
///
/// A request is sent a second time only if it is idempotent, its body can be repeated, and the connection was a kept one that ended
/// without a byte of an answer, as they do when a peer restarts. Fields of the connection (`HTTPFields.removeHopByHop`) are passed
/// on in neither direction; Host is the peer. An answer that begins before the whole request is sent ends the sending, as a refusal of
/// a large body does.
package final class PeerClient: Sendable {
    private let authority: String
    private let group: EventLoopGroup
    private let timeouts: PeerTimeouts
    private let pools: [PeerPool]

    /// `maxIdle` connections at most are kept on each loop.
    package init(
        host: String, port: Int, group: EventLoopGroup, timeouts: PeerTimeouts = PeerTimeouts(), maxIdle: Int = 64
    ) {
        authority = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        self.group = group
        self.timeouts = timeouts
        let address = PeerAddress(host: host, port: port)
        pools = group.loops.map { PeerPool(loop: $0, address: address, maxIdle: maxIdle) }
    }

    /// Any status is an answer; no answer is a `Refusal(.unavailable, "peer-unavailable")`. An error of the request's own body is thrown
    /// on as it is. Cancelling the task ends the exchange, and with it the peer's handler.
    package func send(_ request: HTTPRequest, timeouts: PeerTimeouts? = nil) async throws -> HTTPResponse {
        let message = try PeerRequest(request, host: authority)
        let loop = group.preferred()
        let (method, timeouts, pool) = (request.method, timeouts ?? self.timeouts, pools[loop.index])
        if loop.isCurrent { return try await attempt(method, message, timeouts, pool) }
        return try await withTaskExecutorPreference(loop) { try await attempt(method, message, timeouts, pool) }
    }

    @concurrent private func attempt(
        _ method: HTTPMethod, _ message: PeerRequest, _ timeouts: PeerTimeouts, _ pool: PeerPool
    ) async throws -> HTTPResponse {
        do {
            if let kept = pool.reuse() {
                do {
                    return try await exchange(method, message, timeouts, kept)
                } catch let failure as PeerFailure {
                    let isSafe = method.isIdempotent && message.stream == nil && !kept.hasAnswered
                    guard isSafe, failure.mayBeUnseen, !Task.isCancelled else { throw failure }
                }
            }
            return try await exchange(method, message, timeouts, pool.connect(timeouts))
        } catch let failure as PeerFailure {
            throw failure.refusal
        }
    }

    private func exchange(
        _ method: HTTPMethod, _ message: PeerRequest, _ timeouts: PeerTimeouts, _ connection: PeerConnection
    ) async throws -> HTTPResponse {
        let number = connection.begin(answersHead: method == .head, timeouts)
        do {
            let head = try await withTaskCancellationHandler {
                try await write(message, to: connection)
                try await connection.wait(for: .head)
                return connection.head
            } onCancel: {
                connection.loop.execute { connection.abandon(number) }
            }
            guard let head else { throw PeerFailure.closed }
            return response(head, connection, number)
        } catch {
            connection.close()
            throw error
        }
    }

    private func write(_ message: PeerRequest, to connection: PeerConnection) async throws {
        connection.write(message.bytes)
        if !message.body.isEmpty {
            connection.write(message.body)
            try await connection.wait(for: .room)
        }
        if let stream = message.stream {
            do {
                try await stream.copy(to: HTTPBodyWriter { try await connection.send($0, isChunked: message.isChunked) })
            } catch is AnsweredEarly {
                return
            }
            if let length = stream.length, connection.sent != length { throw StreamLengthError() }
            if message.isChunked { connection.write(Array("0\r\n\r\n".utf8)) }
        }
        connection.requestIsSent()
    }

    private func response(_ head: ResponseHead, _ connection: PeerConnection, _ number: Int) -> HTTPResponse {
        var fields = head.fields
        if fields.hasHopByHop { fields.removeHopByHop() }
        if let whole = connection.takeWholeBody() {
            return HTTPResponse(status: head.status, fields: fields, body: head.framing == .none ? .none : .bytes(whole))
        }
        let length: Int? = if case .length(let count) = head.framing { count } else { nil }
        let stream = HTTPBodyStream(length: length, source: PeerBody(connection, exchange: number))
        return HTTPResponse(status: head.status, fields: fields, body: .stream(stream))
    }
}
