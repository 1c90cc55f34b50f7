package import Audit
import Core
package import HTTP

extension Route {
    /// The route's answer, with the line that it owes.
    ///
    /// A refusal is told too where it says that somebody reached for what is not his: a missing right, or a record that is not
    /// there for him. Inlined, as the way of a request that owes nothing must not be longer for it.
    @inline(__always) package func answer(_ request: HTTPRequest, audit trail: AuditTrail?) async throws -> HTTPResponse {
        guard let trail, audit.isOwed else {
            try ServiceHandler.check(access, request.caller)
            return try await handler(request)
        }
        return try await audited(request, trail)
    }

    private func audited(_ request: HTTPRequest, _ trail: AuditTrail) async throws -> HTTPResponse {
        let note = AuditNote(
            audit, trail: trail, caller: request.caller, door: "\(method.rawValue) \(pattern)", scope: scope,
            address: request.remoteAddress, request: request.id, query: narrowing(request), records: named(in: request))
        let response: HTTPResponse
        do {
            try ServiceHandler.check(access, request.caller)
            response = try await AuditNote.$current.withValue(note) { try await handler(request) }
        } catch let problem as any Problem {
            if Self.tells(problem, of: request) { try await trail.write(note.entry(problem.code)) }
            throw problem
        }
        if audit.moment == .beforeAnswer || !note.hasLine {
            try await trail.write(note.entry(Self.outcome(response.status)))
        }
        return response
    }

    private var scope: String? {
        if case .scope(let scope) = access { scope } else { nil }
    }

    /// By which of the declared parameters a list was narrowed.
    private func narrowing(_ request: HTTPRequest) -> [String] {
        guard !query.isEmpty, !request.query.isEmpty else { return [] }
        let given = Set(request.query.items.filter { !$0.value.isEmpty }.map(\.name))
        return query.map(\.name).filter { given.contains($0) && $0 != "cursor" && $0 != "limit" }
    }

    /// The ids in the address: of its parts, and of the parameters that name a record. What else stands there may be personal data.
    private func named(in request: HTTPRequest) -> [String] {
        var ids = request.parameters.sorted { $0.key < $1.key }.filter {
            ID($0.value) != nil || $0.key == "id" && Int64($0.value) != nil
        }
        .map(\.value)
        guard !query.isEmpty, !request.query.isEmpty else { return ids }
        ids += request.query.items.filter { item in ID(item.value) != nil && query.contains { $0.name == item.name } }.map(
            \.value)
        return ids
    }

    private static func tells(_ problem: any Problem, of request: HTTPRequest) -> Bool {
        switch problem.kind {
        case .forbidden: true
        case .notFound: request.caller.kind != .anonymous
        default: false
        }
    }

    /// Of an answer that was given and not thrown, as forms give it.
    private static func outcome(_ status: Int) -> String {
        switch status {
        case ..<400: "done"
        case 429: "rate-limited"
        default: "refused"
        }
    }
}
