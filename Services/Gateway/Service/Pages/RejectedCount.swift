import Core
import HTTP
import OrdersAPI
import Synchronization

/// How many rejected events are open, for the navigation of every page. Asked at most every few seconds; unknown when orders does
/// not answer.
final class RejectedCount: Sendable {
    private static let memory: Int64 = 5_000_000

    private let ask: AskPeer
    private let kept = Mutex<(count: Int64?, until: Int64)>((nil, 0))

    init(ask: AskPeer) {
        self.ask = ask
    }

    func callAsFunction(for visit: Visit) async -> Int64? {
        guard visit.request.caller.holds("intake:read") else { return nil }
        let now = monotonicMicroseconds()
        let known = kept.withLock { $0 }
        if known.until > now { return known.count }
        // Until the answer is there others show what was known.
        kept.withLock { $0.until = now + Self.memory }
        let reply = try? await ask.resource(IntakeEquation.self, "orders", "/v1/order-intake", for: visit.request)
        note(reply?.value)
        return reply?.value?.rejected
    }

    /// What a page has just read.
    func note(_ equation: IntakeEquation?) {
        let until = monotonicMicroseconds() + Self.memory
        kept.withLock { $0 = (equation?.rejected, until) }
    }

    /// Something has changed, so the next page asks again.
    func forget() {
        kept.withLock { $0.until = 0 }
    }
}
