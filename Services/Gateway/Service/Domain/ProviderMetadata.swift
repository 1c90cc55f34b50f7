import Core
import JSON

/// What a provider says about itself (OpenID Connect Discovery 1.0 §3), as far as we use it.
struct ProviderMetadata: Sendable {
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let keysAddress: String
    let userInfoEndpoint: String?
    let endSessionEndpoint: String?
    /// Whether the client's secret goes into the body of the request for tokens, because the provider takes it nowhere else.
    let takesSecretInBody: Bool
    /// Whether it names itself in its answer to the browser (RFC 9207).
    let namesItself: Bool

    /// Throws `invalid` for a document that is of another issuer or lacks what a sign-in needs.
    init(_ document: JSONValue, issuer: String, addresses: ProviderAddresses) throws(Refusal) {
        func address(_ name: String) throws(Refusal) -> String? {
            guard let value = document[name], !value.isNull else { return nil }
            guard let text = value.string, addresses.way(to: text) != nil else {
                throw Self.refusal("its \(name) is an address that must not be asked")
            }
            return text
        }
        func required(_ name: String) throws(Refusal) -> String {
            guard let text = try address(name) else { throw Self.refusal("it has no \(name)") }
            return text
        }
        guard document["issuer"]?.string == issuer else { throw Self.refusal("it is of another issuer") }
        authorizationEndpoint = try required("authorization_endpoint")
        tokenEndpoint = try required("token_endpoint")
        keysAddress = try required("jwks_uri")
        userInfoEndpoint = try address("userinfo_endpoint")
        endSessionEndpoint = try address("end_session_endpoint")
        // Where nothing is said, the RFC 8414 §2 default holds.
        let ways = document["token_endpoint_auth_methods_supported"]?.array?.compactMap(\.string) ?? ["client_secret_basic"]
        takesSecretInBody = !ways.contains("client_secret_basic") && ways.contains("client_secret_post")
        namesItself = document["authorization_response_iss_parameter_supported"]?.bool ?? false
    }

    private static func refusal(_ reason: String) -> Refusal {
        Refusal(
            .unavailable, "provider-unusable", "What the sign-in provider says about itself cannot be used: \(reason).",
            cause: reason)
    }
}
