/// The books of one order, kept by the contract (§2 and §3) and by nothing of the suite: what each event has to be answered, and
/// what the order has to look like.
struct OrderBook: Sendable {
    /// An event that arrives.
    struct Claim: Sendable {
        let id: String
        /// Equal for equal type and data.
        let content: [UInt8]
        let saying: Saying
        /// Set where the content is wrong by itself, and known to be: it was made so.
        var fault: Verdict?
    }

    struct Line: Hashable, Sendable {
        let quantity: Int64
        let total: Int64
        var shipped: Int64 = 0
        var delivered: Int64 = 0
        var cancelled: Int64 = 0
        var returned: Int64 = 0

        var open: Int64 { quantity - cancelled }
        var left: Int64 { open - shipped }

        init(quantity: Int64, total: Int64) {
            self.quantity = quantity
            self.total = total
        }
    }

    private struct Shipment {
        let name: String
        let parts: [Saying.Part]
        var isDelivered = false
    }

    private(set) var lines: [Int: Line] = [:]
    private(set) var total: Int64 = 0
    private(set) var paid: Int64 = 0
    private(set) var refunded: Int64 = 0
    private(set) var isPlaced = false
    private var placedContent: [UInt8] = []
    private var shipments: [Shipment] = []
    /// Names within the order, and the events that hold their ids, with what was said.
    private var names: [String: [UInt8]] = [:]
    private var held: [String: [UInt8]] = [:]
    private var refused: [String: [(content: [UInt8], verdict: Verdict)]] = [:]
    private var waiting: [Claim] = []

    /// How many of its events still wait.
    var waitingCount: Int { waiting.count }

    mutating func hear(_ claim: Claim) -> Verdict {
        if let content = held[claim.id] { return content == claim.content ? .duplicate : .conflict }
        if let fault = claim.fault { return fault }
        if let before = refused[claim.id]?.first(where: { $0.content == claim.content }) { return before.verdict }
        let verdict = nameVerdict(claim, in: waiting.map { ($0.saying.name, $0.content) }) ?? decide(claim)
        switch verdict.outcome {
        case .accepted:
            held[claim.id] = claim.content
            settle()
        case .waiting:
            held[claim.id] = claim.content
            waiting.append(claim)
        case .rejected, .conflict: refused[claim.id, default: []].append((claim.content, verdict))
        case .duplicate: break
        }
        return verdict
    }

    /// Applies what waited, the oldest first, until nothing moves any more.
    private mutating func settle() {
        var moved = true
        while moved {
            moved = false
            for claim in waiting {
                let verdict = decide(claim)
                if verdict.outcome == .waiting { continue }
                moved = true
                waiting.removeAll { $0.id == claim.id }
                if verdict.outcome != .accepted { held[claim.id] = nil }
                if verdict.outcome == .rejected || verdict.outcome == .conflict {
                    refused[claim.id, default: []].append((claim.content, verdict))
                }
            }
        }
    }

    private func nameVerdict(_ claim: Claim, in known: [(name: String?, content: [UInt8])]) -> Verdict? {
        guard let name = claim.saying.name, let found = known.first(where: { $0.name == name }) else { return nil }
        return found.content == claim.content ? .duplicate : .conflict
    }

    private mutating func decide(_ claim: Claim) -> Verdict {
        if case .product = claim.saying { return .accepted }
        if case .placed(let total, let lines) = claim.saying { return place(claim, total, lines) }
        guard isPlaced else { return .waiting }
        if let verdict = nameVerdict(claim, in: names.map { ($0.key, $0.value) }) { return verdict }
        let verdict = apply(claim.saying)
        if verdict == .accepted, let name = claim.saying.name { names[name] = claim.content }
        return verdict
    }

    private mutating func place(_ claim: Claim, _ total: Int64, _ ordered: [Saying.Ordered]) -> Verdict {
        guard !isPlaced else { return placedContent == claim.content ? .duplicate : .conflict }
        isPlaced = true
        placedContent = claim.content
        self.total = total
        for line in ordered { lines[line.line] = Line(quantity: line.quantity, total: line.total) }
        return .accepted
    }

    private mutating func apply(_ saying: Saying) -> Verdict {
        switch saying {
        case .paid(_, let amount): paid += amount
        case .refunded(_, let amount):
            guard amount <= paid - refunded else { return .rejected("quantity-exceeded", "/amount") }
            refunded += amount
        case .shipped(let name, let parts):
            if let verdict = mayTake(parts) { return verdict }
            let parts = parts ?? allLeft
            shipments.append(Shipment(name: name, parts: parts))
            add(parts, to: \.shipped)
        case .cancelled(let parts):
            if let verdict = mayTake(parts) { return verdict }
            add(parts ?? allLeft, to: \.cancelled)
        case .returned(_, let parts): return giveBack(parts)
        case .delivered(let name): return deliver(name)
        case .placed, .product: break
        }
        return .accepted
    }

    /// What forbids to ship or to cancel these.
    private func mayTake(_ parts: [Saying.Part]?) -> Verdict? {
        if isCancelled { return .rejected("forbidden-by-state") }
        guard let parts else { return lines.values.contains { $0.left > 0 } ? nil : .rejected("forbidden-by-state") }
        if let verdict = unknownLine(parts) { return verdict }
        let beyond = parts.firstIndex { $0.quantity > lines[$0.line]?.left ?? 0 }
        return beyond.map { .rejected("quantity-exceeded", "/lines/\($0)/quantity") }
    }

    private mutating func giveBack(_ parts: [Saying.Part]) -> Verdict {
        if isCancelled { return .rejected("forbidden-by-state") }
        if let verdict = unknownLine(parts) { return verdict }
        for (index, part) in parts.enumerated() {
            guard let line = lines[part.line], part.quantity <= line.open - line.returned else {
                return .rejected("quantity-exceeded", "/lines/\(index)/quantity")
            }
        }
        let isShipped = parts.allSatisfy { part in lines[part.line].map { part.quantity <= $0.shipped - $0.returned } ?? false }
        guard isShipped else { return .waiting }
        add(parts, to: \.returned)
        return .accepted
    }

    private mutating func deliver(_ name: String?) -> Verdict {
        if isCancelled { return .rejected("forbidden-by-state") }
        let meant = shipments.indices.filter { name == nil || shipments[$0].name == name }
        let arriving = meant.filter { !shipments[$0].isDelivered }
        if arriving.isEmpty {
            let isStillToCome = name == nil ? lines.values.contains { $0.left > 0 } : meant.isEmpty
            return isStillToCome ? .waiting : .rejected("forbidden-by-state")
        }
        for index in arriving {
            shipments[index].isDelivered = true
            add(shipments[index].parts, to: \.delivered)
        }
        return .accepted
    }

    private var isCancelled: Bool { lines.values.allSatisfy { $0.open == 0 } }

    private func unknownLine(_ parts: [Saying.Part]) -> Verdict? {
        parts.firstIndex { lines[$0.line] == nil }.map { .rejected("out-of-range", "/lines/\($0)/line") }
    }

    private var allLeft: [Saying.Part] {
        lines.filter { $0.value.left > 0 }.map { Saying.Part(line: $0.key, quantity: $0.value.left) }
    }

    private mutating func add(_ parts: [Saying.Part], to field: WritableKeyPath<Line, Int64>) {
        for part in parts { lines[part.line]?[keyPath: field] += part.quantity }
    }
}
