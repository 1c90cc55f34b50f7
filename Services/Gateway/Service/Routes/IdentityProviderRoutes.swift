import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// The identity providers that people can sign in at, and the door through which these end sessions.
struct IdentityProviderRoutes: Sendable {
    static let path = "/v1/identity-providers"

    let manage: ManageProviders
    let endSessions: EndProviderSessions

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope("organization:read"), audit: .view(.organization),
                "Sign-in providers, in the order of their names.",
                response: IdentityProviderResource.self, list: true
            ) { _ in
                .list(Page(items: try await manage.list().map { IdentityProviderResource($0) }, next: nil))
            },
            Route(
                .get, Self.path + "/{provider}", access: .scope("organization:read"), audit: .view(.organization),
                "A sign-in provider.",
                response: IdentityProviderResource.self
            ) { request in
                let provider = try await manage.one(try request.id("provider"))
                return .json(IdentityProviderResource(provider), etag: String(provider.version))
            },
            Route(
                .post, Self.path, access: .scope("organization:write"), audit: .change(.organization),
                "Let people sign in at an OpenID provider. Asks the provider at once whether it is one. Needs the role Administrator.",
                headers: [.idempotencyKey], request: IdentityProviderRequest.self, response: IdentityProviderResource.self,
                status: 201
            ) { request in
                let (wanted, creation) = try await request.wish(IdentityProviderRequest.self)
                let (provider, isNew) = try await manage.create(wanted.wish, creation, by: request.caller)
                return .made(IdentityProviderResource(provider), version: provider.version, isNew: isNew)
            },
            Route(
                .put, Self.path + "/{provider}", access: .scope("organization:write"), audit: .change(.organization),
                "Change a sign-in provider; its issuer stays. Out of use, it ends the sessions that began there.",
                headers: [.ifMatch], request: IdentityProviderRequest.self, response: IdentityProviderResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(IdentityProviderRequest.self, limit: 20_000)
                let provider = try await manage.replace(
                    try request.id("provider"), by: wanted.wish, expecting: version, by: request.caller)
                return .json(IdentityProviderResource(provider), etag: String(provider.version))
            },
            Route(
                .delete, Self.path + "/{provider}", access: .scope("organization:write"), audit: .change(.organization),
                "Remove a sign-in provider with its identities; ends the sessions that began there and the roles of its groups.",
                headers: [.ifMatch], status: 204
            ) { request in
                try await manage.delete(
                    try request.id("provider"), expecting: try request.expectedVersion(), by: request.caller)
                return .empty()
            },
            logout,
        ]
    }

    /// Open, as the token in the form proves who says so.
    private var logout: Route {
        Route(
            .post, Self.path + "/{provider}/logout", access: .open, audit: .signOut,
            "For the provider: ends sessions by a signed logout token in the form field logout_token (back-channel logout).",
            extra: ["requestBody": Self.logoutForm]
        ) { request in
            let form = try await FormBody.read(request, limit: 65_536)
            guard let token = form["logout_token"] else {
                throw Refusal(.malformed, "invalid_request", "The form field logout_token is missing.")
            }
            try await endSessions(token, at: try request.id("provider"))
            var response = HTTPResponse.empty(200)
            response.fields["Cache-Control"] = "no-store"
            return response
        }
    }

    private static let logoutForm: JSONValue = [
        "required": true,
        "content": [
            "application/x-www-form-urlencoded": [
                "schema": [
                    "type": "object", "required": ["logout_token"], "properties": ["logout_token": ["type": "string"]],
                ]
            ]
        ],
    ]
}
