import Core
package import HTTP
package import JSON

/// The suite's public address, as a shop knows it: sends, waits where it is told to, and sends again what got no answer, which is
/// safe.
package struct ShopDoor: Sendable {
    package struct Reply: Sendable {
        package let status: Int
        package let fields: HTTPFields
        package let body: [UInt8]
        /// Whether it was sent more than once, so that the suite may have known it already.
        package let wasSentAgain: Bool
    }

    /// Seconds without any answer after which the player gives up.
    private static let patience = 120.0
    /// A batch of refused invoices is answered with every fault of every line.
    private static let largestAnswer = 64 << 20

    /// Asks once: method, path, fields with the credentials, body, seconds to wait. Throws `WebError` where there is no answer.
    package typealias Transport =
        @Sendable (HTTPMethod, String, [(String, String)], [UInt8]?, Double) async throws -> WebResponse

    private let transport: Transport
    /// For people to read.
    private let address: String

    /// `address` is `http://host:port` or `https://…`.
    package init(address: String, token: String, client: WebClient = WebClient(userAgent: "relata-replay")) throws {
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            throw Refusal(.malformed, "bad-address", "\"\(address)\" is no address: it must begin with http:// or https://.")
        }
        let address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.init(address: address) { method, path, fields, body, seconds in
            try await client.send(
                method, address + path, fields: fields + [("Authorization", "Bearer " + token)], body: body,
                timeoutSeconds: seconds, maxResponse: Self.largestAnswer)
        }
    }

    package init(address: String, transport: @escaping Transport) {
        (self.address, self.transport) = (address, transport)
    }

    package func get(_ path: String) async throws -> Reply { try await send(.get, path, [], nil) }

    package func post(_ path: String, fields: [(String, String)], _ body: [UInt8]) async throws -> Reply {
        try await send(.post, path, fields, body)
    }

    /// Events in one batch; the answers in the same order.
    package func post(batch: [OutgoingEvent]) async throws -> [DoorAnswer] {
        try await post(batch: batch.map { $0.json() }, ids: batch.map(\.id)).answers
    }

    /// As above, for elements that may be no events; `ids` are what the answers are to be about.
    func post(batch elements: [[UInt8]], ids: [String]) async throws -> (answers: [DoorAnswer], wasSentAgain: Bool) {
        var writer = JSONWriter(capacity: elements.reduce(2) { $0 + $1.count + 1 })
        writer.array { writer in
            for element in elements { writer.raw(element) }
        }
        let reply = try await post("/v1/events", fields: [("Content-Type", Self.batchType)], writer.bytes)
        guard reply.status == 200, let receipts = (try? JSONValue.parse(reply.body, limits: Self.limits))?.array else {
            throw Self.unexpected(reply, "a batch")
        }
        guard receipts.count == ids.count else {
            throw Refusal(.failed, "unanswered", "A batch of \(ids.count) events was answered with \(receipts.count) receipts.")
        }
        let answers = try zip(ids, receipts).map { id, receipt in
            guard let answer = DoorAnswer(receipt: receipt), answer.id == nil || answer.id == id else {
                throw Refusal(.failed, "unanswered", "The event \(id) was not answered in its place of the batch.")
            }
            return answer
        }
        return (answers, reply.wasSentAgain)
    }

    func send(
        _ method: HTTPMethod, _ path: String, _ fields: [(String, String)], _ body: [UInt8]?
    ) async throws -> Reply {
        var waited = 0.0
        var pause = 0.25
        var wasSentAgain = false
        while true {
            let failure: String
            do {
                let reply = try await transport(method, path, fields, body, 60)
                switch reply.status {
                case 401, 403: throw Self.notAllowed(reply.status, reply.body)
                case 429, 502, 503, 504:
                    failure = "answered \(reply.status)"
                    if let seconds = reply.fields["Retry-After"].flatMap(Double.init) { pause = min(max(seconds, 0.05), 60) }
                default:
                    return Reply(status: reply.status, fields: reply.fields, body: reply.body, wasSentAgain: wasSentAgain)
                }
            } catch let error as WebError where [.unreachable, .timeout, .broken].contains(error.kind) {
                failure = "gave no answer (\(error.detail))"
            }
            guard waited < Self.patience else {
                throw Refusal(
                    .unavailable, "no-answer",
                    "\(address) \(failure) for \(Int(waited)) s. What was answered is kept; run the same again."
                )
            }
            try await Task.sleep(for: .seconds(pause))
            waited += pause
            pause = min(pause * 2, 8)
            wasSentAgain = true
        }
    }

    /// Asks for the equation, without patience: to know before a long play that the suite is there and knows the token.
    package func hello() async throws -> IntakeSums {
        let reply: WebResponse
        do {
            reply = try await transport(.get, "/v1/order-intake", [], nil, 10)
        } catch let error as WebError {
            throw Refusal(
                .unavailable, "no-answer",
                "Nobody answers at \(address) (\(error.detail)). Start it with \"crm serve\", or name its address with --to."
            )
        }
        if reply.status == 401 || reply.status == 403 { throw Self.notAllowed(reply.status, reply.body) }
        return try Self.sums(Reply(status: reply.status, fields: reply.fields, body: reply.body, wasSentAgain: false))
    }

    /// Throws when the token may not enter orders. Nothing is kept of the question: it lacks its key.
    func requireOrderDoor() async throws {
        let reply = try await post("/v1/orders", fields: [("Content-Type", "application/json")], Array("{}".utf8))
        guard reply.status == 400 else { throw Self.unexpected(reply, "an order without a key") }
    }

    package func sums() async throws -> IntakeSums { try Self.sums(try await get("/v1/order-intake")) }

    /// The order of that number as the suite tells it; `nil` where it knows none.
    package func order(source: String, number: String) async throws -> JSONValue? {
        let reply = try await get("/v1/orders?source=\(Self.escaped(source))&number=\(Self.escaped(number))")
        guard reply.status == 200, let items = (try? JSONValue.parse(reply.body, limits: Self.limits))?["items"]?.array else {
            throw Self.unexpected(reply, "a question for order \(number)")
        }
        return items.first
    }

    private static let batchType = "application/cloudevents-batch+json"
    static let limits = JSONLimits(depth: 40, bytes: largestAnswer)

    static func unexpected(_ reply: Reply, _ what: String) -> Refusal {
        let said = (try? JSONValue.parse(reply.body))?["detail"]?.string ?? ""
        return Refusal(.failed, "unexpected-answer", "The suite answered \(what) with \(reply.status). \(said)")
    }

    private static func sums(_ reply: Reply) throws -> IntakeSums {
        guard reply.status == 200, let sums = (try? JSONValue.parse(reply.body)).flatMap(IntakeSums.init) else {
            throw unexpected(reply, "the question for its equation")
        }
        return sums
    }

    private static func notAllowed(_ status: Int, _ body: [UInt8]) -> Refusal {
        let said = (try? JSONValue.parse(body))?["detail"]?.string ?? ""
        return status == 401
            ? Refusal(.unauthenticated, "unauthenticated", "The suite does not know this token. \(said)")
            : Refusal(.forbidden, "forbidden", "The token may not do this. \(said)")
    }

    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) { return String(character) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
