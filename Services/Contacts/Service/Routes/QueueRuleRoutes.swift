import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// Which queue new customers wait in.
enum QueueRuleRoutes {
    static func all(_ list: QueueRuleList) -> [Route] {
        [
            Route(
                .get, "/v1/queue-rules", access: .scope(ContactsScope.assign), audit: .none("Rules, and no client."),
                "The rules by which new customers find their queue.",
                response: QueueRulesResource.self
            ) { request in
                try request.right(to: .assign, .account)
                let (rules, version) = try await list.read()
                return .json(QueueRulesResource(rules: rules.rules, version: version), etag: String(version))
            },
            Route(
                .put, "/v1/queue-rules", access: .scope(ContactsScope.assign), audit: .change(.account),
                "Replace the rules by which new customers find their queue.", headers: [.ifMatch],
                request: QueueRulesResource.self, response: QueueRulesResource.self
            ) { request in
                try request.right(to: .assign, .account)
                let version = try request.expectedVersion()
                let rules = try await request.decode(QueueRulesResource.self, limit: 200_000)
                let written = try await list.write(QueueRulesResource(rules: rules.rules), expecting: version)
                return .json(QueueRulesResource(rules: rules.rules, version: written), etag: String(written))
            },
        ]
    }
}
