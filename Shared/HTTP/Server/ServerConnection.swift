import Glibc

/// One client's connection: reads requests, runs the handler of one at a time, writes the responses.
///
/// Its files: this one holds the state and its ends, `+Reading` what comes in, `+Responding` what goes out.
/// Unchecked: everything happens on the loop's thread; handlers' tasks prefer the loop and come back to it before they touch this.
final class ServerConnection: Watcher, @unchecked Sendable {
    enum Phase {
        /// Between requests, nothing of the next has come.
        case idle
        /// A head has begun to come.
        case head
        /// From a whole head to the end of its response.
        case exchange
        /// The last answer is given; what the client still sends is thrown away, so that no reset overtakes the answer.
        case lingering
        case closed
    }

    /// The request being answered.
    struct Exchange {
        var isHead: Bool
        var isHTTP10: Bool
        var keepsAlive: Bool
        var awaitsContinue: Bool
        var body: ConnectionBody?
        var pace: BodyPace?
        var hasAnswered = false
    }

    let shard: ServerShard
    let transport: Transport
    let remoteAddress: String
    var phase = Phase.idle
    /// When it began to wait for the request that has not come, or not come whole, yet.
    var waitingSince: Int64
    var parser: RequestParser
    /// Received and not yet parsed, from `unreadStart` on; `awaitsMore` when it is the incomplete beginning of something.
    var unread: [UInt8] = []
    var unreadStart = 0
    var awaitsMore = false
    var isReadable = false
    var isPumping = false
    /// The client will send nothing more.
    var peerEnded = false
    var exchange: Exchange?
    /// A whole head has come and the handler was not started yet.
    var arrived: HTTPRequest?
    var isHandling = false
    /// The request that is with a peer, without a task.
    var forwarded: Forwarded?
    /// The answer to what has arrived, whose body the task is to pass on.
    var prepared: HTTPResponse?
    /// A whole answer is given, and the client has not taken all of it yet; no task waits for that.
    var finishesWhenDrained = false
    var task: Task<Void, Never>?
    /// Set by a task that has run to its end within its creation.
    var taskHasEnded = false
    /// As `Task.isCancelled`, which costs more to ask.
    var taskIsCancelled = false
    /// The task, while it waits for a request.
    var nextRequest: UnsafeContinuation<Void, Never>?
    var pending = PendingBytes()
    /// How fast the client takes what is pending.
    var taking: BodyPace?
    var drained: UnsafeContinuation<Void, Never>?
    /// Bytes of the streamed body of this response.
    var streamed = 0
    var lingersWhenDrained = false
    private var discardable: Int

    init(_ shard: ServerShard, _ transport: Transport, _ address: String) {
        self.shard = shard
        self.transport = transport
        remoteAddress = address
        parser = RequestParser(limits: shard.context.limits.head)
        discardable = shard.context.limits.discardBytes
        waitingSince = shard.loop.now
        super.init(loop: shard.loop)
    }

    var limits: ServerLimits { shard.context.limits }

    func open() {
        loop.add(
            self, transport.descriptor, Readiness.readable | Readiness.writable | Readiness.peerEnded | Readiness.edge)
        expire(at: loop.now + milliseconds(transport.tls == nil ? limits.idleSeconds : limits.headSeconds))
    }

    override func onEvents(_ events: UInt32) {
        if phase == .closed { return }
        if events & (Readiness.failed | Readiness.hungUp) != 0 {
            close()
            return
        }
        if events & Readiness.writable != 0 {
            if !pending.isEmpty { flush() }
            if !transport.isEstablished { isReadable = true }
        }
        if events & Readiness.peerEnded != 0 {
            peerEnded = true
            // A client that ends its sending while it waits is taken to be gone, as most are.
            if isHandling { cancelHandling() }
        }
        if events & (Readiness.readable | Readiness.peerEnded) != 0 { isReadable = true }
        if phase == .lingering { discard() } else { pump() }
    }

    override func onDeadline() {
        switch phase {
        case .idle, .lingering: close()
        case .head: refuse(ProtocolFault(408, "the request came too slowly"))
        case .exchange: if pending.isEmpty { refuse(ProtocolFault(408, "the body came too slowly")) } else { close() }
        case .closed: break
        }
    }

    /// How long it has waited for a request or the rest of its head, in milliseconds; nil when it does something else.
    var waiting: Int64? { phase == .idle || phase == .head ? loop.now - waitingSince : nil }

    /// No further requests: at once when idle, after the current one otherwise.
    func drain() {
        switch phase {
        case .idle: close()
        case .lingering: expire(at: loop.now + lingering)
        case .head, .exchange, .closed: break
        }
    }

    /// Ends it whatever it is doing; the handler's task is cancelled, and not waited for.
    func cut() {
        close()
        shard.gone(self)
    }

    // MARK: Ends

    /// Closes so that the client gets all that was written.
    func linger() {
        phase = .lingering
        transport.finishWriting()
        unread = []
        if peerEnded {
            close()
        } else {
            expire(at: loop.now + lingering)
            isReadable = true
            discard()
        }
    }

    private var lingering: Int64 { milliseconds(shard.isDraining ? min(limits.discardSeconds, 1) : limits.discardSeconds) }

    private func discard() {
        var turns = 16
        while isReadable, turns > 0 {
            turns -= 1
            let count = recv(transport.descriptor, loop.readBuffer.baseAddress, loop.readBuffer.count, 0)
            if count < 0, errno == EAGAIN { isReadable = false }
            discardable -= max(0, count)
            if count == 0 || count < 0 && errno != EAGAIN || discardable <= 0 {
                close()
                return
            }
        }
        if isReadable { loop.again(self) }
    }

    /// At once, also in the middle of a response: the client sees that it is not whole.
    func close() {
        guard phase != .closed else { return }
        phase = .closed
        loop.remove(self, transport.descriptor)
        transport.tls?.finishWriting()
        Glibc.close(transport.descriptor)
        pending.clear()
        exchange?.body?.fail()
        if finishesWhenDrained {
            finishesWhenDrained = false
            isHandling = false
        }
        cancelHandling()
        wakeWriter()
        if let waiter = nextRequest {
            nextRequest = nil
            waiter.resume()
        }
        if !isHandling { shard.gone(self) }
    }

    /// Ends the exchange with the peer, or cancels the handler's task.
    func cancelHandling() {
        if let forwarded { forwarded.connection.abandon(forwarded.exchange) }
        guard let task else { return }
        taskIsCancelled = true
        task.cancel()
    }

    func wakeWriter() {
        guard let writer = drained else { return }
        drained = nil
        writer.resume()
    }
}
