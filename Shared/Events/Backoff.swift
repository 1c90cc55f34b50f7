/// Rising waits between attempts, in seconds: each about twice the last, with a jitter of ±20 % so that those who failed
/// together do not come back together.
package struct Backoff: Sendable {
    private let first: Double
    private let longest: Double
    private var current: Double

    package init(first: Double, longest: Double) {
        self.first = first
        self.longest = longest
        current = first
    }

    package mutating func next() -> Double {
        defer { current = min(current * 2, longest) }
        return current * Double.random(in: 0.8...1.2)
    }

    package mutating func reset() { current = first }

    /// The wait after failure number `attempt`, counted from 1.
    package static func delay(after attempt: Int, first: Double, longest: Double) -> Double {
        var backoff = Backoff(first: first, longest: longest)
        for _ in 1..<max(1, min(attempt, 64)) { backoff.current = min(backoff.current * 2, longest) }
        return backoff.next()
    }
}
