import Core

/// Requests that go to a peer without a task; see `Forwarding`.
extension ServerConnection: AnswerWaiter {
    /// The request that is with a peer.
    struct Forwarded {
        let request: HTTPRequest
        let forwarding: any Forwarding
        let connection: PeerConnection
        /// Its number on that connection.
        let exchange: Int
    }

    /// Sends the request that has arrived on to where it belongs; false when that is the handler's business.
    func forward() -> Bool {
        guard let forwarder = shard.context.forwarder, exchange?.body == nil, var request = arrived.take() else { return false }
        guard let forwarding = forwarder.forwarding(of: &request),
            let (connection, message) = forwarding.client.begin(request, forwarding.credentials, on: loop)
        else {
            arrived = request
            return false
        }
        forwarded = Forwarded(
            request: request, forwarding: forwarding, connection: connection, exchange: connection.exchange)
        connection.forward(message, for: self)
        return true
    }

    func answered(by connection: PeerConnection) {
        guard let forwarded = forwarded.take() else { return }
        let outcome = Result { try forwarded.forwarding.client.outcome(of: connection, forwarded.exchange) }
        if case .failure(let failure as PeerFailure) = outcome, failure.mayBeUnseen, !connection.hasAnswered, phase == .exchange,
            !peerEnded
        {
            hand(forwarded.request)
            return
        }
        guard phase == .exchange, exchange?.hasAnswered == false else {
            finish()
            return
        }
        let known = outcome.mapError { ($0 as? PeerFailure)?.refusal ?? $0 }
        let response = forwarded.forwarding.answer(known, to: forwarded.request)
        if case .stream = response.body {
            prepared = response
            hand(forwarded.request)
        } else {
            answer(response)
        }
    }

    /// To the connection's task.
    private func hand(_ request: HTTPRequest) {
        arrived = request
        startTask()
    }
}
