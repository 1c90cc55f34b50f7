import Audit
package import Core
import HTTP
package import JSON
package import OrdersAPI
package import ServiceKit

/// Reading the intake back, and what people do about rejected events.
package struct IntakeRoutes: Sendable {
    private let read: ReadIntake
    private let retry: RetryRejected
    private let discard: DiscardRejected
    private let waitingDays: Int

    package init(read: ReadIntake, retry: RetryRejected, discard: DiscardRejected, waitingDays: Int) {
        self.read = read
        self.retry = retry
        self.discard = discard
        self.waitingDays = waitingDays
    }

    package var all: [Route] {
        [
            Route(
                .get, "/v1/order-intake", access: .scope("intake:read"), audit: .none("Counts alone."),
                "Every event that was answered, by where it stands.",
                response: IntakeEquation.self
            ) { request in
                try request.right(to: .view, .intake)
                return .json(try await read.equation())
            },
            Route(
                .get, "/v1/order-intake/counts", access: .scope("intake:read"), audit: .none("Counts alone."),
                "What became of the events that were received within each of several times.", query: [TimeBounds.parameter],
                response: IntakeCounts.self
            ) { request in
                try request.right(to: .view, .intake)
                return .json(try await read.counts(between: try TimeBounds.read(request)))
            },
            Route(
                .get, "/v1/order-intake/rejected", access: .scope("intake:read"), audit: .view(.intake),
                "Open rejected events, the newest first.",
                query: PageQuery.parameters + [QueryParameter("code", "Only with this code.")],
                response: IntakeEventResource.self,
                list: true, handler: rejected),
            Route(
                .get, "/v1/order-intake/rejected/{id}", access: .scope("intake:read"), audit: .view(.intake),
                "A rejected event with its bytes as received; also what became of it.", response: IntakeEventResource.self,
                handler: event),
            Route(
                .post, "/v1/order-intake/rejected/{id}/retry", access: .scope("intake:write"), audit: .change(.intake),
                "Try a rejected event once more, with corrected data where there is any.", request: RetryRequest.self,
                response: ReceiptResource.self, handler: tryAgain),
            Route(
                .post, "/v1/order-intake/rejected/{id}/discard", access: .scope("intake:write"), audit: .change(.intake),
                "Set a rejected event aside for good.", request: DiscardRequest.self, response: IntakeEventResource.self,
                handler: setAside),
            Route(
                .get, "/v1/order-intake/waiting", access: .scope("intake:read"), audit: .view(.intake),
                "Waiting events, the oldest first.",
                query: PageQuery.parameters, response: IntakeEventResource.self, list: true, handler: waiting),
        ]
    }

    @Sendable private func rejected(_ request: HTTPRequest) async throws -> HTTPResponse {
        try request.right(to: .view, .intake)
        let page = try PageQuery.read(request)
        let code = request.query.first("code").flatMap { $0.isEmpty ? nil : $0 }
        let before = try page.cursor.map { try Self.sequence(cursor: $0) }
        guard code?.utf8.contains(0) != true else { return .list(Page<IntakeEventResource>(items: [], next: nil)) }
        return list(try await read.rejected(before: before, code: code, limit: page.limit), page)
    }

    @Sendable private func waiting(_ request: HTTPRequest) async throws -> HTTPResponse {
        try request.right(to: .view, .intake)
        let page = try PageQuery.read(request)
        let after = try page.cursor.map { try Self.sequence(cursor: $0) } ?? -1
        return list(try await read.waiting(after: after, limit: page.limit), page)
    }

    private func list(_ rows: [IntakeRow], _ page: PageRequest) -> HTTPResponse {
        let shown = rows.prefix(page.limit)
        let next = rows.count > page.limit ? shown.last.map { Cursor.encode([String($0.sequence)]) } : nil
        return .list(Page(items: shown.map { $0.resource(waitingDays: waitingDays) }, next: next))
    }

    @Sendable private func event(_ request: HTTPRequest) async throws -> HTTPResponse {
        .json(try await resource(Self.sequence(request), request))
    }

    private func resource(_ sequence: Int64, _ request: HTTPRequest) async throws -> IntakeEventResource {
        let hidden = try request.right(to: .view, .intake).hidden
        guard let event = try await read.event(sequence) else {
            throw Refusal(.notFound, "not-found", "There is no such event.")
        }
        return event.row.resource(
            waitingDays: waitingDays, received: hidden.isEmpty ? event.body : nil, receipt: try JSONValue.parse(event.receipt),
            hidden: hidden)
    }

    /// Without a body the event is tried as it was received.
    @Sendable private func tryAgain(_ request: HTTPRequest) async throws -> HTTPResponse {
        try request.right(to: .change, .intake)
        let sequence = try Self.sequence(request)
        let body = try await request.body.collect(upTo: IntakeReader.mostBytes + 65_536)
        var data: [UInt8]?
        if !body.isEmpty {
            // The data may be as deep as in an event of its own.
            let limits = JSONLimits(depth: 33, bytes: body.count)
            data = try Shapes.decode(RetryRequest.self, from: body, limits: limits).data?.json()
        }
        return .json(try await retry(sequence, correctedData: data, by: request.caller).json)
    }

    @Sendable private func setAside(_ request: HTTPRequest) async throws -> HTTPResponse {
        try request.right(to: .change, .intake)
        let sequence = try Self.sequence(request)
        let reason = try await request.decode(DiscardRequest.self).reason
        try await discard(sequence, reason: reason, by: request.caller)
        return .json(try await resource(sequence, request))
    }

    private static func sequence(_ request: HTTPRequest) throws -> Int64 {
        guard let sequence = request.parameters["id"].flatMap({ Int64($0) }) else {
            throw Refusal(.notFound, "not-found", "There is no such event.")
        }
        return sequence
    }

    private static func sequence(cursor: String) throws -> Int64 {
        guard let sequence = Int64(try Cursor.decode(cursor, parts: 1)[0]) else {
            throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
        }
        return sequence
    }
}

extension IntakeRow {
    /// As people see it, who look after the intake.
    package func resource(
        waitingDays: Int, received: IntakeBody? = nil, receipt: JSONValue? = nil, hidden: [FieldGroup] = []
    ) -> IntakeEventResource {
        IntakeEventResource(
            id: String(sequence), state: state.rawValue, source: source, eventID: id, type: type, door: door.rawValue,
            receivedAt: receivedAt, order: order?.id, orderNumber: orderNumber, problem: rejection?.value,
            waitsFor: state == .waiting ? note : nil,
            waitsUntil: state == .waiting ? receivedAt.adding(days: waitingDays) : nil,
            reason: state == .discarded ? note : nil,
            supersededBy: state == .superseded ? related.map { String($0) } : nil,
            retryOf: door == .retry && state != .superseded ? related.map { String($0) } : nil, settledAt: settledAt,
            settledBy: settledBy, received: received?.resource, receipt: receipt, hidden: hidden)
    }
}
