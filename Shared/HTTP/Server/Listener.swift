import CLoop
import Glibc
import Observability

/// A listening socket on a loop. Every loop has its own to the same address, and the kernel spreads the connections.
final class Listener: Watcher {
    private let descriptor: Int32
    private let shard: ServerShard
    /// Given up for a moment when no descriptors are left, so that the connection in the queue can be taken and closed: otherwise the
    /// socket would stay readable and the loop spin.
    private var spare: Int32
    private var nextComplaint: Int64 = 0

    init(_ descriptor: Int32, _ shard: ServerShard) {
        self.descriptor = descriptor
        self.shard = shard
        spare = Self.openSpare()
        super.init(loop: shard.loop)
        loop.add(self, descriptor, Readiness.readable)
    }

    /// Takes what is already connected, then closes.
    func stop() {
        acceptSome(1024)
        loop.remove(self, descriptor)
        close(descriptor)
        if spare >= 0 { close(spare) }
    }

    override func onEvents(_ events: UInt32) { acceptSome(64) }

    private func acceptSome(_ most: Int) {
        for _ in 0..<most {
            let (accepted, address) = accept()
            if accepted >= 0 {
                shard.accepted(accepted, from: address)
                continue
            }
            switch errno {
            case EAGAIN: return
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                complain(errno)
                shed()
            default: continue  // the peer gave up while it waited, or a passing fault of its network
            }
        }
    }

    private func accept() -> (Int32, String) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            let accepted = cloop_accept(descriptor, text.baseAddress!)
            guard accepted >= 0 else { return (accepted, "") }
            var one: Int32 = 1
            setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
            return (accepted, String(cString: text.baseAddress!))
        }
    }

    private func shed() {
        if spare >= 0 { close(spare) }
        let (accepted, _) = accept()
        if accepted >= 0 {
            close(accepted)
            shard.context.counters.turnedAway.increment()
        }
        spare = Self.openSpare()
    }

    private func complain(_ error: Int32) {
        guard loop.now >= nextComplaint else { return }
        nextComplaint = loop.now + 10_000
        shard.context.logger.error("no descriptors or memory for another connection", ["error": String(cString: strerror(error))])
    }

    private static func openSpare() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }
}
