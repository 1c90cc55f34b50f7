import Audit
package import Core
import HTTP
import JSON
import OrdersAPI
package import ServiceKit

/// The doors for shops and for people who enter orders.
package struct ShopEventRoutes: Sendable {
    private let receive: ReceiveShopEvents
    private let place: PlaceOrder
    private let clock: any WallClock

    package init(receive: ReceiveShopEvents, place: PlaceOrder, clock: any WallClock) {
        self.receive = receive
        self.place = place
        self.clock = clock
    }

    package var all: [Route] {
        [
            Route(
                .post, "/v1/events", access: .scope("events:write"),
                audit: .none("The intake keeps each event with its source, which is the shop's, and its receipt."),
                "Send one CloudEvent of a shop, or a batch of them.",
                response: ReceiptResource.self, status: 202, extra: ShopEventDocs.events, handler: events),
            Route(
                .post, "/v1/orders", access: .scope("orders:write"), audit: .change(.order), "Enter an order.",
                request: PlacedOrder.self,
                response: PlacedOrderResource.self, status: 201, extra: ShopEventDocs.orders, handler: orders),
        ]
    }

    @Sendable private func events(_ request: HTTPRequest) async throws -> HTTPResponse {
        let contentType = request.fields["Content-Type"] ?? ""
        let reader = IntakeReader(door: .http, receivedAt: clock.now())
        switch IntakeHeader.mediaType(contentType) {
        case "application/cloudevents-batch+json":
            return try await batch(request, reader)
        case "application/cloudevents+json":
            let body = try await IntakeContent.read(request.body)
            return try await answer(body.event(reader, .structured, []) { reader.structured($0) }, request)
        case let type where type.hasPrefix("application/cloudevents"):
            let body = try await IntakeContent.read(request.body)
            let rejection = IntakeRejection.notACloudEvent("Of CloudEvents' formats only JSON is understood.")
            return try await answer(
                body.event(reader, .structured, []) { reader.unreadable($0, length: $0.count, rejection) }, request)
        default:
            let attributes = IntakeContent.attributes(of: request.fields)
            let source = attributes.filter { $0.name == "source" }
            if source.count == 1 { try Self.check(source[0].value, request.caller) }
            let body = try await IntakeContent.read(request.body)
            return try await answer(
                body.event(reader, .binary, attributes) { reader.binary(attributes, body: $0) }, request)
        }
    }

    private func answer(_ event: IntakeEvent, _ request: HTTPRequest) async throws -> HTTPResponse {
        if !event.source.isEmpty { try Self.check(event.source, request.caller) }
        let signed = try await receive(event)
        switch signed.answer.kind {
        case .taken: return .json(signed.json, status: 202)
        case .duplicate: return .json(signed.json, status: 200)
        case .refused: return Self.refusal(signed.answer, signed.receipt, request)
        }
    }

    private func batch(_ request: HTTPRequest, _ reader: IntakeReader) async throws -> HTTPResponse {
        let body = try await IntakeContent.read(request.body, most: IntakeBatch.mostBytes)
        let events: [IntakeEvent]
        switch IntakeBatch.read(body.bytes, length: body.length, reader) {
        case .refused(let whole): return try await answer(whole, request)
        case .events(let elements): events = elements
        }
        let mayWrite = events.map { $0.source.isEmpty || request.caller.mayWrite(source: $0.source) }
        if !events.isEmpty, !mayWrite.contains(true) { throw Self.forbidden }
        let answers = try await receive(zip(events, mayWrite).filter(\.1).map(\.0))
        var next = answers.makeIterator()
        var writer = JSONWriter(capacity: 700 * events.count + 2)
        writer.array { writer in
            for (event, mayWrite) in zip(events, mayWrite) {
                if mayWrite, let signed = next.next() {
                    writer.raw(signed.json)
                } else {
                    Self.writeForbidden(event, to: &writer)
                }
            }
        }
        return .json(writer.bytes)
    }

    @Sendable private func orders(_ request: HTTPRequest) async throws -> HTTPResponse {
        let id = try request.idempotencyKey()
        let reader = IntakeReader(door: .orders, receivedAt: clock.now())
        let body = try await IntakeContent.read(request.body)
        let event = body.event(reader, .order, []) { reader.order($0, id: id) }
        if !event.source.isEmpty { try Self.check(event.source, request.caller) }
        let placed = try await place(event)
        guard let reply = placed.reply else { return Self.refusal(placed.answer, placed.receipt, request) }
        var response = HTTPResponse.json(reply, status: placed.answer.kind == .taken ? 201 : 200)
        if let order = placed.answer.receipt.order { response.fields["Location"] = "/v1/orders/\(order)" }
        if placed.isReplay { response.fields["Idempotent-Replayed"] = "true" }
        return response
    }

    static func refusal(_ answer: IntakeAnswer, _ receipt: [UInt8], _ request: HTTPRequest) -> HTTPResponse {
        let rejection = answer.rejection ?? IntakeRejection(.conflict, "conflict", "The event was not taken.")
        return ProblemBody.response(rejection, requestID: request.id, receipt: receipt)
    }

    private static func check(_ source: String, _ caller: Caller) throws {
        guard caller.mayWrite(source: source) else { throw forbidden }
    }

    private static let forbidden = Refusal(
        .forbidden, "source-not-allowed",
        "The token may not write events of this source. Nothing was kept; ask an administrator for a token that may.")

    /// Nothing is kept of it, so there is no receipt.
    private static func writeForbidden(_ event: IntakeEvent, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("outcome", "forbidden")
            writer.field("source", event.source)
            writer.field("id", event.id)
            writer.field("type", event.type)
            writer.field("problem", IntakeRejection(forbidden.kind, forbidden.code, forbidden.detail))
        }
    }
}
