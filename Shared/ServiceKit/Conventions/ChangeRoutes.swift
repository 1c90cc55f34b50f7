package import Audit
package import Changes
package import Core
import HTTP

/// The door by which programs follow what changes in a service.
package enum ChangeRoutes {
    /// `read` gets the position, the types that are wanted (none means all), the limit and the viewer.
    package static func route(
        _ pattern: String, access: Access, audit: AuditDuty, of things: String, types: [String],
        read: @escaping @Sendable (String?, Set<String>, Int, Viewer) async throws -> ChangesResource
    ) -> Route {
        Route(
            .get, pattern, access: access, audit: audit,
            """
            What changed of \(things) behind a position, as far as the caller may see it now, in the order in which it became visible. \
            Without `after` nothing, but the position of now: take one, read the lists, then go on from it. Whoever goes on from \
            `next` misses nothing. 410 `unknown-position` or `rights-changed`: begin again with the lists.
            """,
            query: [
                QueryParameter("after", "What the answer before gave as `next`."),
                QueryParameter(
                    "types",
                    "Types or groups, separated by commas: \(types.joined(separator: ", ")). All when absent; gone always."),
                QueryParameter("limit", "At most so many changes, 1 to 200; 50 when absent.", .integer(1...200)),
            ], response: ChangesResource.self
        ) { request in
            let after = request.query.first("after").flatMap { $0.isEmpty ? nil : $0 }
            let limit = try PageQuery.read(request).limit
            let wanted = try self.wanted(request.query.first("types") ?? "", among: types)
            return .json(try await read(after, wanted, limit, request.caller.viewer))
        }
    }

    private static func wanted(_ text: String, among types: [String]) throws -> Set<String> {
        var wanted: Set<String> = []
        for word in text.split(separator: ",") {
            let meant = types.filter { $0 == word || $0.prefix { $0 != "." } == word }
            guard !meant.isEmpty else {
                throw Refusal(
                    .malformed, "bad-types", "types must be some of \(types.joined(separator: ", ")), separated by commas.")
            }
            wanted.formUnion(meant)
        }
        return wanted
    }
}
