/// Where a process dies.
enum KillPoint: Sendable, CustomStringConvertible {
    /// By its own hand, the n-th time it reaches a named step.
    case step(String, Int)
    /// So many milliseconds after it was started, wherever it is then.
    case moment(Int)

    var description: String {
        switch self {
        case .step(let name, let count): "\(name):\(count)"
        case .moment(let milliseconds): "\(milliseconds) ms"
        }
    }

    /// The setting that makes a process kill itself there.
    var settings: [String: String] {
        if case .step(let name, let count) = self { ["CRM_TEST_KILL_AT": "\(name):\(count)"] } else { [:] }
    }

    static let intake = ["orders.intake.before-commit", "orders.intake.after-commit"]
    static let relay = ["relay.before-publish", "relay.after-ack"]
    static let consumer = ["consumer.before-commit", "consumer.after-commit"]
    static let mail = ["notifications.mail.after-accept"]
    static let all = intake + relay + consumer + mail

    /// Each step that a process passes, `times` each, and as many random moments, in random order.
    static func plan(
        _ steps: [String], times: Int, moments: Int, _ random: inout SeededGenerator
    ) -> [KillPoint] {
        let named = steps.flatMap { step in (0..<times).map { _ in KillPoint.step(step, .random(in: 1...3, using: &random)) } }
        let unnamed = (0..<moments).map { _ in KillPoint.moment(.random(in: 0...900, using: &random)) }
        return (named + unnamed).shuffled(using: &random)
    }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
