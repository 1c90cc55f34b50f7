import Core
import HTTP
import JSON

/// The client card, put together from several services in parallel, with the caller's own rights. A service that does not
/// answer, or may not answer this caller, leaves a marked gap; the others' blocks are shown all the same.
struct ComposeCard: Sendable {
    struct Block: Sendable {
        let name: String
        let service: String
        /// When the service answered.
        let asOf: Timestamp
        let content: Content

        enum Content: Sendable {
            /// JSON as the service answered.
            case data([UInt8])
            case gap(Gap)
        }
    }

    let ask: AskPeer
    let clock: any WallClock

    /// `history` says which entries the timeline holds and where it goes on, as the API's parameters. Throws `notFound` when contacts says that
    /// there is no such account.
    func callAsFunction(
        _ id: ID, history: [(name: String, value: String?)] = [], for request: HTTPRequest
    ) async throws -> [Block] {
        let timeline = PercentText.target("/v1/customers/\(id)/timeline", [("limit", "20")] + history)
        let sources: [(name: String, service: String, target: String)] = [
            ("facts", "contacts", "/v1/accounts/\(id)"),
            ("people", "contacts", "/v1/accounts/\(id)/people"),
            ("timeline", "contacts", timeline),
            ("money", "orders", "/v1/order-summaries?customer=\(id)"),
            ("orders", "orders", "/v1/orders?customer=\(id)&limit=5"),
            ("mails", "notifications", "/v1/mails?account=\(id)&limit=5"),
        ]
        return try await withThrowingTaskGroup(of: (Int, Block).self) { group in
            for (index, source) in sources.enumerated() {
                group.addTask { (index, try await block(source.name, source.service, source.target, request)) }
            }
            var blocks: [(Int, Block)] = []
            for try await block in group { blocks.append(block) }
            return blocks.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func block(_ name: String, _ service: String, _ target: String, _ request: HTTPRequest) async throws -> Block {
        let content: Block.Content
        switch try await ask(service, .get, target, for: request) {
        case .done(let bytes): content = Self.content(bytes, service)
        case .gap(let gap): content = .gap(gap)
        case .refused(let refusal):
            if name == "facts", refusal.kind == .notFound {
                throw Refusal(.notFound, "not-found", "There is no customer with this id.")
            }
            content = .gap(Self.gap(refusal, service))
        }
        return Block(name: name, service: service, asOf: clock.now(), content: content)
    }

    /// The customer is there for the caller, so a part that is not is one that he may not see.
    private static func gap(_ refusal: Refusal, _ service: String) -> Gap {
        switch refusal.kind {
        case .notFound: Gap(service: service, code: Gap.hidden, detail: "Your rights do not reach this part.")
        case .forbidden: Gap(service: service, code: refusal.code, detail: "This needs a right that you do not hold.")
        default: Gap(service: service, code: refusal.code, detail: refusal.detail)
        }
    }

    /// What is no JSON would make the whole card none.
    private static func content(_ bytes: [UInt8], _ service: String) -> Block.Content {
        if (try? JSONValue.parse(bytes, limits: JSONLimits(depth: 60, bytes: bytes.count))) != nil { return .data(bytes) }
        return .gap(Gap(service: service, code: "unreadable", detail: "The answer of the service \(service) could not be read."))
    }
}
