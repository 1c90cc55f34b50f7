/// A request that goes to a peer as it is, over a connection that is kept, and whose answer comes back as it is.
///
/// A handler may wait for anything, so it runs in a task; what a gateway passes on mostly waits for nothing but the peer, and then a
/// task costs more than all the rest. So whoever knows at once where a request goes says that with this value instead.
package protocol Forwarding: AnyObject, Sendable {
    var client: PeerClient { get }
    /// In the place of the request's Authorization and Cookie.
    var credentials: HTTPFields { get }

    /// What the client gets. `outcome` has failed with a `Problem` when the peer gave no answer, and with a `CancellationError` when
    /// the client has gone. Called on the loop of the connection; must not block.
    func answer(_ outcome: Result<HTTPResponse, any Error>, to request: HTTPRequest) -> HTTPResponse
}

/// Says which requests are forwarded. Called on the loop of the connection; must not block.
package protocol Forwarder: Sendable {
    /// `nil` for a request that the server's handler is to answer. The handler gets the request as it is then, with what this changed
    /// in it; it also gets a forwarded one, when the kept connection has ended before a byte of an answer came.
    func forwarding(of request: inout HTTPRequest) -> (any Forwarding)?
}

/// Who waits for a peer's answer without a task.
protocol AnswerWaiter: AnyObject {
    /// The head has come, and the body where it is short; or the exchange has failed. Called once, on the loop, and at once when
    /// the request could not even be written.
    func answered(by connection: PeerConnection)
}

extension PeerClient {
    /// Whether a connection is kept on the loop whose thread this is.
    package var hasKept: Bool {
        guard let loop = EventLoop.current, let pool = pool(of: loop) else { return false }
        return pool.hasIdle
    }

    /// What came of a request that an `AnswerWaiter` waited for.
    func outcome(of connection: PeerConnection, _ number: Int) throws -> HTTPResponse {
        do {
            try connection.checkHead()
            return try response(connection, number)
        } catch {
            connection.close()
            throw error
        }
    }
}
