import Audit
package import Core
import Events
package import HTTP
import JSON
package import Jobs

/// A service's own doors for its operators, for the gateway to put together.
package enum OperationsRoutes {
    package static let statusPath = "/v1/operations"
    package static let jobsPath = "/v1/jobs"
    package static let parkedPath = "/v1/parked-events"
    package static let read = "operations:read"
    package static let write = "operations:write"

    private static let silent = AuditDuty.none("Tells what waits and why, and nothing of what stands in it.")

    package static func routes(_ desk: OperatorDesk) -> [Route] {
        [
            Route(
                .get, statusPath, access: .scope(read), audit: silent, "How the service is: what does not work, what waits.",
                response: ServiceStatus.self
            ) { request in
                try request.right(to: .view, .operations)
                return .json(try await desk.status())
            }
        ] + jobs(desk) + parked(desk)
    }

    package static let jobFilters = [
        QueryParameter("state", "Jobs in this state.", .choice(JobResource.states)), QueryParameter("kind", "Jobs of this kind."),
    ]

    /// The state and kind that are asked for; throws `bad-parameter`.
    package static func filters(_ request: HTTPRequest) throws -> (state: JobState?, kind: String?) {
        func text(_ name: String) -> String? { request.query.first(name).flatMap { $0.isEmpty ? nil : $0 } }
        guard let name = text("state") else { return (nil, text("kind")) }
        guard let state = JobState(rawValue: name) else {
            throw Refusal(
                .malformed, "bad-parameter", "state must be one of \(JobResource.states.joined(separator: ", ")).")
        }
        return (state, text("kind"))
    }

    package static func cursor(_ last: ID) -> String { Cursor.encode([last.description]) }

    private static func jobs(_ desk: OperatorDesk) -> [Route] {
        let one = jobsPath + "/{id}"
        return [
            Route(
                .get, jobsPath, access: .scope(read), audit: silent, "Jobs, the newest first.",
                query: jobFilters + PageQuery.parameters, response: JobResource.self, list: true
            ) { request in
                try request.right(to: .view, .operations)
                let (state, kind) = try filters(request)
                let page = try PageQuery.read(request)
                let before = try page.cursor.map { cursor in
                    guard let id = ID(try Cursor.decode(cursor, parts: 1)[0]) else {
                        throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
                    }
                    return id
                }
                let found = try await desk.jobs.list(state: state, kind: kind, before: before, limit: page.limit + 1)
                let next = found.count > page.limit ? found[page.limit - 1].id : nil
                // What the list shows is no record of anybody, so its line need not name the jobs.
                return .list(
                    Page(
                        items: found.prefix(page.limit).map { JobResource($0, of: desk.service) }, next: next.map(cursor)))
            },
            Route(
                .get, one, access: .scope(read), audit: .view(.operations),
                "A job with its failed runs; with the right operations:write also what it was given.", response: JobResource.self
            ) { request in
                try request.right(to: .view, .operations)
                let caller = request.caller
                let mayLookInside =
                    caller.holds(write)
                    && AccessPolicy.decide(
                        .change, on: .operations, .ownerless, by: caller.viewer, in: UnitTree(), at: Timestamp(microseconds: 0)
                    ).isAllowed
                return .json(try await desk.job(try id(request), withPayload: mayLookInside))
            },
            change(
                one + "/cancel", "Ends a job that waits or runs, or gives a dead one up.", desk,
                "It is finished already: only what waits, runs or is dead can be cancelled."
            ) { try await desk.jobs.cancel($0) },
            change(
                one + "/retry", "Runs a job now that waits for its next try.", desk,
                "It does not wait for a next try. A dead or cancelled one is started over by redrive."
            ) { try await desk.jobs.retry($0) },
            change(
                one + "/redrive", "Starts a dead or cancelled job over, with all its attempts.", desk,
                "It is neither dead nor cancelled, or another job does the same meanwhile."
            ) { try await desk.jobs.redrive($0) },
            Route(
                .post, jobsPath + "/redrive", access: .scope(write), audit: .change(.operations),
                "Starts the dead jobs of a kind over, the newest 10,000 at most.", request: RedriveRequest.self,
                response: RedriveOutcome.self
            ) { request in
                try request.right(to: .change, .operations)
                let kind = try await request.decode(RedriveRequest.self).kind
                AuditNote.current?.tell("kind", .string(kind))
                return .json(RedriveOutcome(redriven: Int64(try await desk.jobs.redriveDead(kind: kind))))
            },
        ]
    }

    private static func change(
        _ pattern: String, _ summary: String, _ desk: OperatorDesk, _ refusal: String,
        _ work: @escaping @Sendable (ID) async throws -> Bool
    ) -> Route {
        Route(
            .post, pattern, access: .scope(write), audit: .change(.operations), summary, response: JobResource.self
        ) { request in
            try request.right(to: .change, .operations)
            let id = try id(request)
            guard try await work(id) else {
                _ = try await desk.job(id, withPayload: false)
                throw Refusal(.conflict, "wrong-state", refusal)
            }
            return .json(try await desk.job(id, withPayload: false))
        }
    }

    private static func parked(_ desk: OperatorDesk) -> [Route] {
        let one = parkedPath + "/{id}"
        return [
            Route(
                .get, parkedPath, access: .scope(read), audit: silent,
                "Events that could not be applied and what waits behind them, the first parked first.",
                query: PageQuery.parameters, response: ParkedEventResource.self, list: true
            ) { request in
                try request.right(to: .view, .operations)
                let page = try PageQuery.read(request)
                let after = try page.cursor.map { cursor in
                    guard let seq = Int64(try Cursor.decode(cursor, parts: 1)[0]) else {
                        throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
                    }
                    return seq
                }
                let found = try await desk.parked.list(after: after ?? 0, limit: page.limit + 1)
                let next = found.count > page.limit ? found[page.limit - 1].seq : nil
                return .list(
                    Page(
                        items: found.prefix(page.limit).map { ParkedEventResource($0, of: desk.service) },
                        next: next.map { Cursor.encode([String($0)]) }))
            },
            Route(
                .post, one + "/retry", access: .scope(write), audit: .change(.operations), "Tries a parked event again now.",
                status: 204
            ) { request in
                try request.right(to: .change, .operations)
                guard try await desk.parked.retry(try number(request)) else { throw noSuchEvent }
                return .empty()
            },
            Route(
                .post, one + "/skip", access: .scope(write), audit: .change(.operations),
                "Gives a parked event up: it never has its effect here, and the next of its key is tried.", status: 204
            ) { request in
                try request.right(to: .change, .operations)
                guard try await desk.parked.skip(try number(request)) else { throw noSuchEvent }
                return .empty()
            },
        ]
    }

    private static let noSuchEvent = Refusal(
        .notFound, "not-found", "No such event is parked; it may have been applied meanwhile.")

    private static func id(_ request: HTTPRequest) throws -> ID {
        guard let id = request.parameters["id"].flatMap({ ID($0) }) else {
            throw Refusal(.notFound, "not-found", "There is nothing with this id.")
        }
        return id
    }

    private static func number(_ request: HTTPRequest) throws -> Int64 {
        guard let number = request.parameters["id"].flatMap({ Int64($0) }), number >= 0 else { throw noSuchEvent }
        return number
    }
}
