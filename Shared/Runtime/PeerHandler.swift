import Core
import HTTP
import ServiceKit

/// Sends a request to another service in the name of its caller: with an internal token and the request id, and without what
/// the client sent as credentials.
enum PeerHandler {
    static func make(_ service: String, issuer: InternalTokenIssuer, to send: @escaping Handler) -> Handler {
        { request in
            var request = request
            request.fields["Authorization"] = nil
            request.fields["Cookie"] = nil
            if request.caller.kind != .anonymous {
                request.fields["Authorization"] = "Bearer " + issuer.token(for: request.caller, service: service)
            }
            request.fields["X-Request-ID"] = request.id.isEmpty ? nil : request.id
            return try await send(request)
        }
    }
}
