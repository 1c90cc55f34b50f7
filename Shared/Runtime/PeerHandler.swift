import Core
import HTTP
import ServiceKit

/// Another service as a handler, which is asked in the name of the request's caller: with an internal token and the request id, and
/// without what the client sent as credentials.
enum PeerHandler {
    /// Over HTTP.
    static func make(to line: PeerLine) -> Handler {
        { request in try await line.client.send(request, credentials: line.credentials(request.caller)) }
    }

    /// In this process.
    static func make(_ service: String, issuer: InternalTokenIssuer, to handler: @escaping Handler) -> Handler {
        { request in
            var request = request
            request.fields["Authorization"] = nil
            request.fields["Cookie"] = nil
            // The address itself goes along; what the client claims does not.
            request.fields["X-Forwarded-For"] = nil
            request.fields["X-Request-ID"] = request.id.isEmpty ? nil : request.id
            request.fields.replace(by: issuer.credentials(for: request.caller, service: service))
            return try await handler(request)
        }
    }
}
