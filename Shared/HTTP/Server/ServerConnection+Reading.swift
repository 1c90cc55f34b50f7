import Glibc

extension ServerConnection {
    /// Reads and parses as far as there is something and someone wants it. Requests behind the current one wait, unread or unparsed.
    func pump() {
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        var turns = 32
        while phase != .closed, phase != .lingering, !lingersWhenDrained {
            if isHandling, parser.isAtEnd || exchange?.body?.isFull == true { break }
            if turns == 0 {
                loop.again(self)
                break
            }
            turns -= 1
            if unreadStart < unread.count, !awaitsMore {
                parseUnread()
            } else if isReadable {
                read()
            } else {
                break
            }
            if arrived != nil { start() }
            exchange?.body?.wakeIfReady()
        }
    }

    private func parseUnread() {
        var bytes: [UInt8] = []
        swap(&bytes, &unread)
        let end = bytes.withUnsafeBufferPointer { parse($0, from: unreadStart) }
        unreadStart = 0
        if end < bytes.count, phase != .closed, phase != .lingering {
            swap(&bytes, &unread)
            unreadStart = end
        }
    }

    private func read() {
        let count = transport.read(loop.readBuffer)
        guard count > 0 else {
            if count < 0, errno == EAGAIN { isReadable = false } else { inputEnded(isReset: count < 0) }
            return
        }
        if count < loop.readBuffer.count, transport.tellsWhenEmpty, !peerEnded { isReadable = false }
        let bytes = UnsafeRawBufferPointer(rebasing: loop.readBuffer[..<count])
        if unreadStart < unread.count {
            if unreadStart > 0 {
                unread.removeFirst(unreadStart)
                unreadStart = 0
            }
            unread.append(contentsOf: bytes)
            awaitsMore = false
        } else {
            let end = parse(bytes.assumingMemoryBound(to: UInt8.self), from: 0)
            if end < count, phase != .closed, phase != .lingering {
                unread = Array(bytes[end...])
                unreadStart = 0
            }
        }
    }

    /// Parses up to the end of the current request; returns where the rest begins. The handler is not started in here, since it may
    /// use the read buffer.
    private func parse(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        awaitsMore = false
        do {
            while true {
                let (event, next) = try parser.next(bytes, from: index)
                index = next
                switch event {
                case .head: if let head = parser.takeHead() { begin(head) }
                case .body(let range):
                    exchange?.body?.append(UnsafeBufferPointer(rebasing: bytes[range]))
                    exchange?.pace?.moved(range.count, now: loop.now)
                case .end:
                    exchange?.body?.end()
                    if exchange?.pace != nil { bodyEnded() }
                    return index
                case .needsMore:
                    awaitsMore = true
                    noteWaiting(hasPart: index < bytes.count)
                    return index
                }
            }
        } catch {
            refuse(error)
            return bytes.count
        }
    }

    private func begin(_ head: consuming RequestHead) {
        phase = .exchange
        expire(at: .max)
        var exchange = Exchange(
            isHead: head.method == .head, isHTTP10: head.isHTTP10, keepsAlive: head.keepsAlive,
            awaitsContinue: head.expectsContinue && head.framing != .none)
        if head.framing != .none {
            exchange.body = ConnectionBody(self)
            exchange.pace = .receiving(limits, now: loop.now)
            if exchange.awaitsContinue { exchange.pace?.pause(now: loop.now) }
        }
        arrived = request(head, exchange.body)
        self.exchange = exchange
    }

    private func request(_ head: RequestHead, _ source: ConnectionBody?) -> HTTPRequest {
        let length: Int? = if case .length(let count) = head.framing { count } else { nil }
        return HTTPRequest(
            method: head.method, target: head.target, fields: head.fields,
            body: source.map { .stream(HTTPBodyStream(length: length, source: $0)) } ?? .none, remoteAddress: remoteAddress,
            isSecure: transport.tls != nil)
    }

    /// Forwards the request that has arrived, or hands it to the connection's task.
    private func start() {
        isHandling = true
        if let whole = exchange?.body?.takeWhole() { arrived?.body = .bytes(whole) }
        if !forward() { startTask() }
    }

    /// The task is begun with the first request for it.
    func startTask() {
        if let waiter = nextRequest {
            nextRequest = nil
            waiter.resume()
        } else if task == nil {
            taskHasEnded = false
            taskIsCancelled = false
            let fresh = Task.immediate(executorPreference: loop) { await self.serveAll() }
            if !taskHasEnded { task = fresh }
            if phase == .closed { cancelHandling() }
        }
    }

    /// From the end of a task, outside of `pump`.
    func startAnew() {
        isPumping = true
        start()
        isPumping = false
        pump()
    }

    /// Waits until a request has arrived; false when there will be none.
    func hasRequest() async -> Bool {
        if arrived == nil, phase != .closed, phase != .lingering {
            await withUnsafeContinuation { nextRequest = $0 }
            precondition(loop.isCurrent, "a connection's task has left its loop")
        }
        return arrived != nil
    }

    // MARK: Deadlines

    private func noteWaiting(hasPart: Bool) {
        if phase == .exchange {
            scheduleBody()
        } else if phase == .idle, hasPart {
            phase = .head
            expire(at: loop.now + milliseconds(limits.headSeconds))
        }
    }

    /// Sets the time by which more of the body must have come, unless a response waits to be taken: then that time counts.
    func scheduleBody() {
        guard pending.isEmpty else { return }
        if exchange?.body?.isFull == true { exchange?.pace?.pause(now: loop.now) }
        expire(at: exchange?.pace?.deadline ?? .max)
    }

    private func bodyEnded() {
        exchange?.pace = nil
        if pending.isEmpty { expire(at: .max) }
    }

    // MARK: From the body's reader

    func bodyIsAwaited() {
        guard exchange?.awaitsContinue == true else { return }
        exchange?.awaitsContinue = false
        let line: StaticString = "HTTP/1.1 100 Continue\r\n\r\n"
        write(UnsafeRawBufferPointer(start: line.utf8Start, count: line.utf8CodeUnitCount))
        exchange?.pace?.resume(now: loop.now)
        scheduleBody()
    }

    func bodyWasTaken() {
        exchange?.pace?.resume(now: loop.now)
        scheduleBody()
        pump()
    }

    /// The client has ended its sending, or the connection is broken.
    private func inputEnded(isReset: Bool) {
        peerEnded = true
        isReadable = false
        if isHandling, !isReset {
            exchange?.body?.fail()
            cancelHandling()
        } else {
            close()
        }
    }
}
