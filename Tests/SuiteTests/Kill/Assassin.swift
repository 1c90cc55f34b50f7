import Core
import Synchronization
import TestKit
import Testing

/// Kills processes of a running suite at the points of a plan and starts them again, while a shop goes on selling.
final class Assassin: Sendable {
    private let suite: SuiteArrangement
    private let done = Mutex<[(process: String, point: String)]>([])

    init(_ suite: SuiteArrangement) {
        self.suite = suite
    }

    /// Every kill that happened, in order.
    var kills: [(process: String, point: String)] { done.withLock { $0 } }

    /// All processes at once, each after its plan.
    func haunt(_ plans: [String: [KillPoint]]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (process, plan) in plans { group.addTask { try await self.haunt(process, plan) } }
            try await group.waitForAll()
        }
    }

    /// One process after the plan; at the end it runs unharmed.
    func haunt(_ process: String, _ plan: [KillPoint]) async throws {
        try await suite[process]?.kill()
        for point in plan {
            try await suite.endRelayLeases(of: process)
            let victim = try suite.launch(process, settings: point.settings)
            switch point {
            case .step:
                try await eventually("\(process) reaches \(point)", within: 60) { victim.ending != nil }
                try #require(victim.ending == .killed(9), "\(process) at \(point): \(victim.errors.suffix(2000))")
            case .moment(let milliseconds):
                let end = monotonicMicroseconds() + Int64(milliseconds) * 1000
                try await eventually("the moment comes", within: 10) { monotonicMicroseconds() >= end }
                try #require(victim.ending == nil, "\(process) ended by itself: \(victim.errors.suffix(2000))")
                try await victim.kill()
            }
            print("killed \(process) at \(point)")
            done.withLock { $0.append((process, "\(point)")) }
        }
        try await suite.endRelayLeases(of: process)
        try suite.launch(process)
    }
}
