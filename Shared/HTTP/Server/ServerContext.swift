import Observability
import Synchronization

/// What all connections of a server share.
final class ServerContext: Sendable {
    let handler: Handler
    let forwarder: (any Forwarder)?
    let limits: ServerLimits
    let logger: Logger
    let tls = TLSSlot()
    let counters: ServerCounters
    private let open = Atomic<Int>(0)
    private let openByAddress = Mutex<[String: Int]>([:])

    init(
        handler: @escaping Handler, forwarder: (any Forwarder)?, limits: ServerLimits, logger: Logger, metrics: Metrics
    ) {
        self.handler = handler
        self.forwarder = forwarder
        self.limits = limits
        self.logger = logger
        counters = ServerCounters(metrics)
    }

    var isFull: Bool { open.load(ordering: .relaxed) >= limits.maxConnections }

    /// Counts a new connection in, or says that there are too many; then the caller closes it.
    func admit(_ address: String) -> Bool {
        guard open.add(1, ordering: .relaxed).newValue <= limits.maxConnections else {
            open.subtract(1, ordering: .relaxed)
            return false
        }
        let isAdmitted = admitAddress(address)
        if isAdmitted { showOpen() } else { open.subtract(1, ordering: .relaxed) }
        return isAdmitted
    }

    func release(_ address: String) {
        open.subtract(1, ordering: .relaxed)
        showOpen()
        guard limits.maxConnectionsPerAddress != nil else { return }
        openByAddress.withLock { counts in
            let left = (counts[address] ?? 1) - 1
            counts[address] = left == 0 ? nil : left
        }
    }

    private func admitAddress(_ address: String) -> Bool {
        guard let most = limits.maxConnectionsPerAddress else { return true }
        return openByAddress.withLock { counts in
            let count = (counts[address] ?? 0) + 1
            guard count <= most else { return false }
            counts[address] = count
            return true
        }
    }

    private func showOpen() { counters.connections.set(Double(open.load(ordering: .relaxed))) }
}

/// What a server counts. Durations and routes are measured by middleware, which knows them.
struct ServerCounters: Sendable {
    let connections: Gauge
    let turnedAway: Counter
    let yielded: Counter
    let refused: Counter
    private let responses: [Counter]

    init(_ metrics: Metrics) {
        connections = metrics.gauge("http_server_connections", "Open connections.")
        turnedAway = metrics.counter("http_server_turned_away_total", "Connections beyond a limit, closed at once.")
        yielded = metrics.counter(
            "http_server_yielded_total", "Connections that waited and were closed to make room for others.")
        refused = metrics.counter(
            "http_server_refused_total", "Requests refused by the server itself: malformed, too slow or too large.")
        responses = (1...5).map {
            metrics.counter("http_server_responses_total", "Responses by class of status.", labels: [("class", "\($0)xx")])
        }
    }

    func answered(_ status: Int) { responses[min(max(status / 100, 1), 5) - 1].increment() }
}
