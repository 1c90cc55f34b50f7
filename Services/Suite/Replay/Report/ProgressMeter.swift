import Core
import Synchronization

/// How far a long run is: a bar that moves on a terminal, a plain line now and then elsewhere.
package final class ProgressMeter: Sendable {
    private static let terminalPause: Int64 = 100_000
    private static let plainPause: Int64 = 10_000_000

    private struct State {
        var done = 0
        var shownAt: Int64
    }

    private let total: Int
    private let unit: String
    private let output: ReplayOutput
    private let startedAt = monotonicMicroseconds()
    private let state: Mutex<State>

    /// `unit` in the plural: `invoices`.
    package init(total: Int, unit: String, output: ReplayOutput) {
        self.total = total
        self.unit = unit
        self.output = output
        state = Mutex(State(shownAt: startedAt))
    }

    package var seconds: Double { Double(monotonicMicroseconds() - startedAt) / 1_000_000 }

    /// So many are done by now.
    package func reach(_ done: Int) { advance(by: done - state.withLock { $0.done }) }

    package func advance(by count: Int = 1) {
        let pause = output.isTerminal ? Self.terminalPause : Self.plainPause
        let now = monotonicMicroseconds()
        let done: Int? = state.withLock { state in
            state.done += count
            guard now - state.shownAt >= pause else { return nil }
            state.shownAt = now
            return state.done
        }
        if let done { show(done) }
    }

    /// Shows the last state and leaves the line.
    package func finish() {
        show(state.withLock { $0.done })
        if output.isTerminal { output.print("\n") }
    }

    private func show(_ done: Int) {
        let line = Self.line(done: done, total: total, seconds: seconds, unit: unit, withBar: output.isTerminal)
        output.print(output.isTerminal ? "\r\u{1b}[K" + line : line + "\n")
    }

    /// `[=====>    ]  42 %  10,500 of 25,000 invoices  310/s  0:47 min left`.
    static func line(done: Int, total: Int, seconds: Double, unit: String, withBar: Bool) -> String {
        let share = total > 0 ? min(Double(done) / Double(total), 1) : 1
        let percent = String(Int(share * 100))
        var parts: [String] = []
        if withBar {
            let width = 30
            let filled = Int(share * Double(width))
            let head = filled < width ? ">" : ""
            parts.append(
                "[" + String(repeating: "=", count: filled) + head
                    + String(repeating: " ", count: width - filled - head.count) + "]")
        }
        parts.append(String(repeating: " ", count: 3 - percent.count) + percent + " %")
        parts.append("\(Digits.grouped(done)) of \(Digits.grouped(total)) \(unit)")
        if done > 0, seconds > 0 {
            let rate = Double(done) / seconds
            parts.append(rate < 10 ? "\(Double(Int(rate * 10)) / 10)/s" : "\(Digits.grouped(Int(rate)))/s")
            if done < total { parts.append("\(Digits.duration(Double(total - done) / rate)) left") }
        }
        return parts.joined(separator: "  ")
    }
}
