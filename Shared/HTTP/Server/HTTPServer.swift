import Glibc
package import Observability
import Synchronization

/// An HTTP/1.1 server, with TLS where files are given. One listener on every loop of the group; a handler runs on its connection's
/// loop, so it must not block.
///
/// It answers requests that are no acceptable HTTP itself, with a small problem document, and adds Date, Content-Length or
/// Transfer-Encoding, and Connection to the handler's responses.
package final class HTTPServer: Sendable {
    private let host: String
    private let port: Int
    private let tls: TLSFiles?
    private let group: EventLoopGroup
    private let context: ServerContext
    /// Empty until the start and after a start that failed.
    private let shards = Mutex<[ServerShard]>([])

    package init(
        host: String, port: Int, tls: TLSFiles? = nil, limits: ServerLimits = ServerLimits(), group: EventLoopGroup,
        logger: Logger,
        metrics: Metrics, forwarder: (any Forwarder)? = nil, handler: @escaping Handler
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.group = group
        context = ServerContext(handler: handler, forwarder: forwarder, limits: limits, logger: logger, metrics: metrics)
    }

    /// Returns the port, which matters when 0 was asked for; from then on connections are accepted. Throws a `ServerStartError`, whose
    /// description is a sentence: the port is taken, no permission, the certificate cannot be used.
    package func start() throws -> Int {
        if let tls { context.tls.use(try TLSContext(tls)) }
        raiseDescriptorLimit()
        let loops = group.loops
        let sockets = try ListeningSockets(host: host, port: port, loops: loops.count)
        let fresh = loops.map { ServerShard(loop: $0, context: context) }
        shards.withLock { $0 += fresh }
        for (shard, descriptors) in zip(fresh, sockets.descriptors) {
            shard.loop.execute { shard.listen(descriptors) }
        }
        return sockets.port
    }

    /// Reads the certificate and key again, for new connections. On an error the old ones stay in use.
    package func reloadTLS() throws {
        if let tls { context.tls.use(try TLSContext(tls)) }
    }

    /// Stops accepting, lets the requests in flight finish, and cuts what is left when the seconds are over; the cut handlers' tasks
    /// are cancelled.
    package func shutdown(within seconds: Double) async {
        let shards = shards.withLock { $0 }
        guard !shards.isEmpty else { return }
        await withCheckedContinuation { continuation in
            let last = DrainCount(shards.count) { continuation.resume() }
            for shard in shards { shard.loop.execute { shard.drain(within: seconds) { last.countDown() } } }
        }
    }

    /// A server needs a descriptor for every connection; the default of 1024 is a leftover of select.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// Calls once when it has been counted down to nothing.
private final class DrainCount: Sendable {
    private let left: Atomic<Int>
    private let action: @Sendable () -> Void

    init(_ count: Int, _ action: @escaping @Sendable () -> Void) {
        left = Atomic(count)
        self.action = action
    }

    func countDown() {
        if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { action() }
    }
}
