import Audit
import Core
import HTTP
import JSON
import ServiceKit

/// The operators' doors over all services. Whoever is asked in the end checks the right and writes the line.
struct OperationRoutes: Sendable {
    let compose: ComposeOperations

    private static let names = ComposeOperations.services
    private static let service = QueryParameter(
        "service", "\(names.joined(separator: ", ")); all when absent.", .choice(names))
    private static let oneService = QueryParameter("service", "Whose it is.", .choice(names), required: true)

    var routes: [Route] {
        [
            Route(
                .get, OperationsRoutes.statusPath, access: .scope(OperationsRoutes.read), audit: .asksServices,
                "How the services are: what does not work, what waits. One that does not answer is named as a gap.",
                response: OperationsResource.self
            ) { request in .json(OperationsResource(try await compose.overview(for: request))) }
        ] + jobs + parked
    }

    private var jobs: [Route] {
        let path = OperationsRoutes.jobsPath
        return [
            Route(
                .get, path, access: .scope(OperationsRoutes.read), audit: .asksServices,
                "Jobs of all services, the newest first; a service that does not answer is named as a gap.",
                query: [Self.service] + OperationsRoutes.jobFilters + PageQuery.parameters,
                response: SuitePageResource<JobResource>.self
            ) { request in
                let part = try await compose.jobs(
                    of: try Self.services(request), page: try PageQuery.read(request), for: request)
                return .json(SuitePageResource(items: part.items, next: part.next, gaps: part.gaps))
            },
            Route(
                .get, path + "/{id}", access: .scope(OperationsRoutes.read), audit: .asksServices,
                "A job with its failed runs; with the right operations:write also what it was given.", query: [Self.oneService],
                response: JobResource.self
            ) { request in
                .json(try await compose.job(try Self.id(request), of: try Self.one(request), for: request))
            },
            change("cancel", "Ends a job that waits or runs, or gives a dead one up."),
            change("retry", "Runs a job now that waits for its next try."),
            change("redrive", "Starts a dead or cancelled job over, with all its attempts."),
            Route(
                .post, path + "/redrive", access: .scope(OperationsRoutes.write), audit: .asksServices,
                "Starts the dead jobs of a kind over, the newest 10,000 at most.", query: [Self.oneService],
                request: RedriveRequest.self, response: RedriveOutcome.self
            ) { request in
                let wish = try await request.decode(RedriveRequest.self)
                return .json(
                    try await compose.change(
                        path + "/redrive", of: try Self.one(request), body: ["kind": .string(wish.kind)], for: request))
            },
        ]
    }

    private func change(_ action: String, _ summary: String) -> Route {
        Route(
            .post, "\(OperationsRoutes.jobsPath)/{id}/\(action)", access: .scope(OperationsRoutes.write), audit: .asksServices,
            summary, query: [Self.oneService], response: JobResource.self
        ) { request in
            .json(
                try await compose.change(
                    "\(OperationsRoutes.jobsPath)/\(try Self.id(request))/\(action)", of: try Self.one(request), for: request))
        }
    }

    private var parked: [Route] {
        let path = OperationsRoutes.parkedPath
        func change(_ action: String, _ summary: String) -> Route {
            Route(
                .post, "\(path)/{id}/\(action)", access: .scope(OperationsRoutes.write), audit: .asksServices, summary,
                query: [Self.oneService], status: 204
            ) { request in
                let number = try Self.number(request)
                _ = try await compose.change("\(path)/\(number)/\(action)", of: try Self.one(request), for: request)
                return .empty()
            }
        }
        return [
            Route(
                .get, path, access: .scope(OperationsRoutes.read), audit: .asksServices,
                "Events that a service could not apply and what waits behind them, the first parked first.",
                query: [Self.service] + PageQuery.parameters, response: SuitePageResource<ParkedEventResource>.self
            ) { request in
                let part = try await compose.parked(
                    of: try Self.services(request), page: try PageQuery.read(request), for: request)
                return .json(SuitePageResource(items: part.items, next: part.next, gaps: part.gaps))
            },
            change("retry", "Tries a parked event again now."),
            change("skip", "Gives a parked event up: it never has its effect there, and the next of its key is tried."),
        ]
    }

    /// Those that are asked for: one, or all.
    static func services(_ request: HTTPRequest) throws -> [String] {
        guard let name = request.query.first("service"), !name.isEmpty else { return names }
        return [try known(name)]
    }

    private static func one(_ request: HTTPRequest) throws -> String { try known(request.query.first("service") ?? "") }

    static func known(_ name: String) throws -> String {
        guard names.contains(name) else {
            throw Refusal(.malformed, "bad-parameter", "service must be one of \(names.joined(separator: ", ")).")
        }
        return name
    }

    private static func id(_ request: HTTPRequest) throws -> ID {
        guard let id = request.parameters["id"].flatMap({ ID($0) }) else {
            throw Refusal(.notFound, "not-found", "There is nothing with this id.")
        }
        return id
    }

    static func number(_ request: HTTPRequest) throws -> Int64 {
        guard let number = request.parameters["id"].flatMap({ Int64($0) }), number >= 0 else {
            throw Refusal(.notFound, "not-found", "No such event is parked.")
        }
        return number
    }
}
