import Core
import HTTP
import ServiceKit

/// Most of what the gateway passes on waits for nothing but the service: a GET by a caller who was found seconds ago. That goes there
/// without a task; everything else goes the handler's way, in which the same things are looked at.
extension GatewayHandler: Forwarder {
    func forwarding(of request: inout HTTPRequest) -> (any Forwarding)? {
        guard request.method == .get, let authorization = request.fields["Authorization"],
            case .found(let number, _) = router.match(.get, request.target), case .service(_, let line?, _) = doors[number],
            line.client.hasKept, !wantsPage(request), let caller = findCaller.remembered(authorization: authorization)
        else { return nil }
        let startedAt = monotonicMicroseconds()
        begin(&request)
        request.caller = caller
        var verdict: RateLimiter.Verdict?
        // Whoever is over the limit is told so by the handler.
        guard (try? limits.count(request, into: &verdict)) != nil else { return nil }
        return ForwardedRequest(
            handler: self, client: line.client, credentials: line.credentials(caller), verdict: verdict, startedAt: startedAt)
    }
}

private final class ForwardedRequest: Forwarding {
    let handler: GatewayHandler
    let client: PeerClient
    let credentials: HTTPFields
    let verdict: RateLimiter.Verdict?
    let startedAt: Int64

    init(
        handler: GatewayHandler, client: PeerClient, credentials: HTTPFields, verdict: RateLimiter.Verdict?, startedAt: Int64
    ) {
        (self.handler, self.client, self.credentials) = (handler, client, credentials)
        (self.verdict, self.startedAt) = (verdict, startedAt)
    }

    func answer(_ outcome: Result<HTTPResponse, any Error>, to request: HTTPRequest) -> HTTPResponse {
        var response =
            switch outcome {
            case .success(let given): given
            case .failure(let error): ServiceHandler.refusal(error, request: request, logger: handler.logger)
            }
        handler.finish(&response, request, verdict, startedAt: startedAt)
        return response
    }
}
