import Audit
import ContactsAPI
import Core
import HTTP
import ServiceKit

/// Whether an address or number is known to reach the customer: a mark that is put and taken back.
enum VerificationRoutes {
    static func all(_ verify: VerifyContactPoint) -> [Route] {
        routes(.email, "/v1/accounts/{id}/emails/{address}/verification", "address", "a mail address", verify)
            + routes(.phone, "/v1/accounts/{id}/phones/{number}/verification", "number", "a phone number, in E.164", verify)
    }

    private static func routes(
        _ kind: ContactPoint.Kind, _ pattern: String, _ name: String, _ what: String, _ verify: VerifyContactPoint
    ) -> [Route] {
        [
            Route(
                .put, pattern, access: .scope(ContactsScope.write), audit: .change(.account),
                "Mark \(what) of a customer as verified.",
                headers: [.ifMatch], request: VerificationRequest.self, response: AccountResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(VerificationRequest.self, limit: 10_000)
                return try await verify(
                    kind, request.parameters[name] ?? "", of: request.id("id", as: AccountID.self), basis: wanted.basis,
                    by: request.caller, expecting: version
                ).response
            },
            Route(
                .delete, pattern, access: .scope(ContactsScope.write), audit: .change(.account),
                "Take back that \(what) of a customer is verified.", headers: [.ifMatch], response: AccountResource.self
            ) { request in
                try await verify.takeBack(
                    kind, request.parameters[name] ?? "", of: request.id("id", as: AccountID.self), by: request.caller,
                    expecting: try request.expectedVersion()
                ).response
            },
        ]
    }
}
