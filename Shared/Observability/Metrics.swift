import Synchronization

/// A registry of counters, gauges and histograms, read as Prometheus text. Asking again for a name returns the same metric.
package final class Metrics: Sendable {
    private struct Key: Hashable, Comparable {
        let name: String
        let labels: String

        static func < (left: Key, right: Key) -> Bool { (left.name, left.labels) < (right.name, right.labels) }
    }

    private struct State {
        var help: [String: (kind: String, text: String)] = [:]
        var counters: [Key: Counter] = [:]
        var gauges: [Key: Gauge] = [:]
        var histograms: [Key: Histogram] = [:]
        var refreshers: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    package init() {}

    package func counter(_ name: String, _ help: String, labels: [(String, String)] = []) -> Counter {
        state.withLock { state in
            state.help[name] = ("counter", help)
            let key = Key(name: name, labels: Self.text(labels))
            let metric = state.counters[key] ?? Counter()
            state.counters[key] = metric
            return metric
        }
    }

    package func gauge(_ name: String, _ help: String, labels: [(String, String)] = []) -> Gauge {
        state.withLock { state in
            state.help[name] = ("gauge", help)
            let key = Key(name: name, labels: Self.text(labels))
            let metric = state.gauges[key] ?? Gauge()
            state.gauges[key] = metric
            return metric
        }
    }

    /// Bounds are upper edges in rising order; durations are in seconds.
    package func histogram(
        _ name: String, _ help: String, bounds: [Double] = Histogram.seconds, labels: [(String, String)] = []
    ) -> Histogram {
        state.withLock { state in
            state.help[name] = ("histogram", help)
            let key = Key(name: name, labels: Self.text(labels))
            let metric = state.histograms[key] ?? Histogram(bounds: bounds)
            state.histograms[key] = metric
            return metric
        }
    }

    /// Called before each reading, for gauges that are looked up rather than kept.
    package func onRead(_ refresh: @escaping @Sendable () -> Void) {
        state.withLock { $0.refreshers.append(refresh) }
    }

    /// The text exposition format 0.0.4.
    package func text() -> String {
        for refresh in state.withLock({ $0.refreshers }) { refresh() }
        return state.withLock { state in
            var lines: [Key: [String]] = [:]
            for (key, metric) in state.counters { lines[key] = [key.name + key.labels + " \(metric.value)"] }
            for (key, metric) in state.gauges { lines[key] = [key.name + key.labels + " \(metric.value)"] }
            for (key, metric) in state.histograms { lines[key] = metric.lines(name: key.name, labels: key.labels) }
            var out = ""
            var lastName = ""
            for key in lines.keys.sorted() {
                if key.name != lastName, let help = state.help[key.name] {
                    out += "# HELP \(key.name) \(help.text)\n# TYPE \(key.name) \(help.kind)\n"
                    lastName = key.name
                }
                for line in lines[key] ?? [] { out += line + "\n" }
            }
            return out
        }
    }

    private static func text(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        func escaped(_ value: String) -> String {
            var out = ""
            for character in value {
                switch character {
                case "\\": out += "\\\\"
                case "\"": out += "\\\""
                case "\n": out += "\\n"
                default: out.append(character)
                }
            }
            return out
        }
        return "{" + labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",") + "}"
    }
}

package final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    package func increment(by amount: Int = 1) { count.add(amount, ordering: .relaxed) }
    package var value: Int { count.load(ordering: .relaxed) }
}

package final class Gauge: Sendable {
    private let bits = Atomic<UInt64>(0)
    package func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}

package final class Histogram: Sendable {
    package static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let bounds: [Double]
    private let state: Mutex<(counts: [Int], sum: Double)>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex((Array(repeating: 0, count: bounds.count + 1), 0))
    }

    package func record(_ value: Double) {
        let slot = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[slot] += 1
            state.sum += value
        }
    }

    func lines(name: String, labels: String) -> [String] {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        let inner = labels.isEmpty ? "" : labels.dropFirst().dropLast() + ","
        var total = 0
        var lines: [String] = []
        for (index, count) in counts.enumerated() {
            total += count
            let edge = index < bounds.count ? "\(bounds[index])" : "+Inf"
            lines.append("\(name)_bucket{\(inner)le=\"\(edge)\"} \(total)")
        }
        return lines + ["\(name)_sum\(labels) \(sum)", "\(name)_count\(labels) \(total)"]
    }
}
