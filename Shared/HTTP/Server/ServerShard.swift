import CLoop
import Glibc
import Observability

/// A server's part on one loop: its listeners and connections.
///
/// Unchecked: after `init` everything happens on the loop's thread.
final class ServerShard: @unchecked Sendable {
    let loop: EventLoop
    let context: ServerContext
    private(set) var isDraining = false
    private var listeners: [Listener] = []
    private var connections: [ObjectIdentifier: ServerConnection] = [:]
    private var whenEmpty: [() -> Void] = []

    init(loop: EventLoop, context: ServerContext) {
        self.loop = loop
        self.context = context
    }

    func listen(_ descriptors: [Int32]) {
        listeners += descriptors.map { Listener($0, self) }
    }

    func accepted(_ descriptor: Int32, from address: String) {
        guard context.admit(address) || context.isFull && makeRoom() && context.admit(address) else {
            turnAway(descriptor)
            return
        }
        var tls: TLSSession?
        if let certificate = context.tls.context {
            tls = certificate.session(descriptor)
            if tls == nil {
                close(descriptor)
                context.release(address)
                return
            }
        }
        let connection = ServerConnection(self, Transport(descriptor: descriptor, tls: tls), address)
        connections[ObjectIdentifier(connection)] = connection
        connection.open()
    }

    /// Closes the connection that has waited longest for a request, so that clients who only hold connections keep nobody out who
    /// has something to ask. False when all are busy or have come just now.
    private func makeRoom() -> Bool {
        var (longest, idlest) = (milliseconds(context.limits.yieldSeconds), ServerConnection?.none)
        for connection in connections.values {
            if let waiting = connection.waiting, waiting >= longest { (longest, idlest) = (waiting, connection) }
        }
        guard let idlest else { return false }
        context.counters.yielded.increment()
        idlest.close()
        return true
    }

    private func turnAway(_ descriptor: Int32) {
        context.counters.turnedAway.increment()
        if context.tls.context == nil {
            let answer: StaticString =
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"
            send(descriptor, answer.utf8Start, answer.utf8CodeUnitCount, Int32(MSG_NOSIGNAL))
        }
        close(descriptor)
    }

    /// A connection is closed and its handler has returned.
    func gone(_ connection: ServerConnection) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        context.release(connection.remoteAddress)
        if isDraining { checkEmpty() }
    }

    /// Stops listening, lets what is in flight finish until the deadline and then cuts it; `done` is called once, on the loop.
    func drain(within seconds: Double, _ done: @escaping () -> Void) {
        whenEmpty.append(done)
        if !isDraining {
            isDraining = true
            for listener in listeners { listener.stop() }
            listeners = []
            for connection in Array(connections.values) { connection.drain() }
        }
        let timer = Timer(loop: loop, at: loop.now + milliseconds(seconds)) { self.cut() }
        whenEmpty.append { timer.cancel() }
        checkEmpty()
    }

    private func cut() {
        for connection in Array(connections.values) { connection.cut() }
        tellEmpty()
    }

    private func checkEmpty() {
        if connections.isEmpty { tellEmpty() }
    }

    private func tellEmpty() {
        let waiting = whenEmpty
        whenEmpty = []
        for call in waiting { call() }
    }
}
