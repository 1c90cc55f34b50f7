import CLoop
import Glibc

/// One connection to a peer, in one exchange at a time.
///
/// Unchecked: everything happens on the loop's thread. One task at most waits here, for one of the things in `Awaited`, or an
/// `AnswerWaiter` for a head.
final class PeerConnection: Watcher, @unchecked Sendable {
    enum Awaited {
        case connection
        /// The output is taken, or an answer has come before that.
        case room
        /// The head; a short body with it.
        case head
        case body
    }

    private static let window = 65_536
    private static let longestIdle = 30.0

    private let pool: PeerPool
    private var descriptor: Int32 = -1
    private var isConnected = false
    private var isReadable = false
    /// The peer will send nothing more than what lies in the socket; there is no further event that says so.
    private var peerEnded = false
    private var isClosed = false
    private var isIdle = false
    private var failure: PeerFailure?
    private var timeouts = PeerTimeouts()
    private var end = Int64.max

    private var parser = ResponseParser()
    private var unread: [UInt8] = []
    /// From its coming until it is taken.
    private var head: ResponseHead?
    private var hasHead = false
    private var keepsAlive = false
    /// The body is known to fit the window.
    private var isShort = false
    private var body: [UInt8] = []
    private var isWhole = false
    private var isSent = false
    private var pending = PendingBytes()
    /// Bytes of the request's streamed body.
    private(set) var sent = 0
    private var waiter: (awaited: Awaited, continuation: UnsafeContinuation<Void, Never>)?
    private var answerWaiter: (any AnswerWaiter)?
    /// Counts exchanges, so that a cancellation that comes late does not hit the next one.
    private(set) var exchange = 0
    /// The peer has answered the current request with at least a byte.
    private(set) var hasAnswered = false

    init(pool: PeerPool) {
        self.pool = pool
        super.init(loop: pool.loop)
    }

    // MARK: For the exchange's task

    func connect(_ address: SocketAddress, _ timeouts: PeerTimeouts) async throws {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else {
            isClosed = true
            throw PeerFailure.cannotConnect(errno)
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let result = address.withPointer { Glibc.connect(descriptor, $0, $1) }
        let error = errno
        loop.add(self, descriptor, Readiness.readable | Readiness.writable | Readiness.peerEnded | Readiness.edge)
        guard result == 0 || error == EINPROGRESS else { throw PeerFailure.cannotConnect(error) }
        isConnected = result == 0
        expire(at: loop.now + milliseconds(timeouts.connect))
        let number = exchange
        try await withTaskCancellationHandler {
            try await wait(for: .connection)
        } onCancel: {
            loop.execute { self.abandon(number) }
        }
    }

    /// Begins an exchange; its number is for `abandon`.
    func begin(answersHead: Bool, _ timeouts: PeerTimeouts) -> Int {
        self.timeouts = timeouts
        exchange += 1
        isIdle = false
        hasAnswered = false
        parser = ResponseParser(answersHead: answersHead)
        head = nil
        hasHead = false
        isShort = false
        isWhole = false
        isSent = false
        sent = 0
        end = loop.now + milliseconds(timeouts.total)
        noteStep()
        return exchange
    }

    /// Writes the head, with a small body behind it.
    func write(_ request: PeerRequest) {
        loop.compose(atMost: request.capacity) { out in
            request.write(to: &out)
            guard let taken = writeNow(out.written) else { return }
            pending.append(UnsafeRawBufferPointer(rebasing: out.written[taken...]))
            noteStep()
        }
    }

    /// Sends a request without a rest; `waiter` is told when its answer is there, or what it failed with.
    func forward(_ request: PeerRequest, for waiter: any AnswerWaiter) {
        answerWaiter = waiter
        write(request)
        if !isClosed { requestIsSent() }
    }

    func write(_ bytes: [UInt8]) {
        guard let taken = bytes.withUnsafeBytes({ writeNow($0) }) else { return }
        pending.append(bytes, from: taken)
        noteStep()
    }

    /// How much the socket took when it did not take all; nil when nothing is left to do.
    private func writeNow(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard !isClosed else { return nil }
        guard pending.isEmpty else { return 0 }
        let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        if count == bytes.count { return nil }
        if count < 0, errno != EAGAIN {
            fail(.closed)
            return nil
        }
        return max(0, count)
    }

    /// Writes a part of the request's body and waits until there is room for more. Throws `AnsweredEarly` when the peer has answered
    /// without waiting for the rest.
    @concurrent func send(_ part: [UInt8], isChunked: Bool) async throws {
        guard loop.isCurrent else {
            return try await withTaskExecutorPreference(loop) { try await send(part, isChunked: isChunked) }
        }
        sent += part.count
        write(isChunked ? PeerRequest.chunk(part) : part)
        // A socket that takes everything never leads back to the loop, which would hear of an answer.
        isReadable = true
        pump()
        try await wait(for: .room)
        if hasHead { throw AnsweredEarly() }
    }

    /// Everything of the request is written: from now on it is the peer's turn.
    func requestIsSent() {
        isSent = true
        noteStep()
    }

    /// Throws the exchange's failure, a `CancellationError` when it was abandoned.
    func wait(for awaited: Awaited) async throws {
        while !has(awaited), !isClosed {
            await withUnsafeContinuation { waiter = (awaited, $0) }
            precondition(loop.isCurrent, "an exchange has left its loop")
        }
        if !has(awaited) { throw failure ?? CancellationError() }
    }

    /// As `wait(for: .head)`, at its end.
    func checkHead() throws {
        if !has(.head) { throw failure ?? CancellationError() }
    }

    /// The head that was waited for; once.
    func takeHead() -> ResponseHead? { head.take() }

    /// The next part of the body, nil at its end.
    func takeBody() async throws -> [UInt8]? {
        try await wait(for: .body)
        guard !body.isEmpty else {
            finish()
            return nil
        }
        var part: [UInt8] = []
        swap(&part, &body)
        if !isWhole {
            noteStep()
            if isReadable { pump() }
        }
        return part
    }

    /// The whole of a body that has already come with its head; nil when it has to be read on.
    func takeWholeBody() -> [UInt8]? {
        guard isWhole else { return nil }
        defer {
            body = []
            finish()
        }
        return body
    }

    /// Ends the exchange of that number, if it is still the current one.
    func abandon(_ number: Int) {
        if number == exchange, !isIdle { close() }
    }

    /// The exchange is over: the connection is kept for the next, or closed when that cannot be.
    private func finish() {
        guard !isClosed else { return }
        exchange += 1
        isIdle = true
        if hasHead, keepsAlive, isSent, unread.isEmpty, pending.isEmpty, pool.keep(self) {
            expire(at: loop.now + milliseconds(Self.longestIdle))
        } else {
            close()
        }
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        if descriptor >= 0 {
            loop.remove(self, descriptor)
            Glibc.close(descriptor)
        }
        if isIdle { pool.forget(self) }
        pending.clear()
        wake()
    }

    private func fail(_ reason: PeerFailure) {
        if !isWhole { failure = failure ?? reason }
        close()
    }

    // MARK: Events

    override func onEvents(_ events: UInt32) {
        if isClosed { return }
        if !isConnected, events & (Readiness.writable | Readiness.failed | Readiness.hungUp) != 0 {
            var error: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
            if error != 0 {
                fail(.cannotConnect(error))
                return
            }
            isConnected = true
        }
        if events & Readiness.writable != 0 { flush() }
        if events & (Readiness.readable | Readiness.peerEnded | Readiness.hungUp | Readiness.failed) != 0 {
            isReadable = true
            if events & ~(Readiness.readable | Readiness.writable) != 0 { peerEnded = true }
            pump()
        }
        wakeIfReady()
    }

    override func onDeadline() {
        if isIdle {
            close()
        } else if !isConnected {
            fail(.connectTimeout)
        } else {
            fail(loop.now >= end ? .totalTimeout : .idleTimeout)
        }
    }

    private func flush() {
        while !pending.isEmpty {
            let count = pending.advance { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 {
                if errno != EAGAIN { fail(.closed) }
                return
            }
            noteStep()
        }
    }

    private func pump() {
        while isReadable, !isClosed, body.count < Self.window {
            let count = recv(descriptor, loop.readBuffer.baseAddress, loop.readBuffer.count, 0)
            if count > 0 {
                guard !isIdle else {
                    close()  // bytes nobody asked for
                    return
                }
                if count < loop.readBuffer.count, !peerEnded { isReadable = false }
                hasAnswered = true
                noteStep()
                receive(UnsafeRawBufferPointer(rebasing: loop.readBuffer[..<count]))
            } else if count < 0, errno == EAGAIN {
                isReadable = false
            } else if !isIdle, parser.close() {
                isWhole = true
                close()
            } else {
                fail(.closed)
            }
        }
        if body.count >= Self.window { expire(at: end) }
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) {
        if unread.isEmpty {
            let rest = parse(bytes.assumingMemoryBound(to: UInt8.self))
            if rest < bytes.count { unread = Array(bytes[rest...]) }
        } else {
            unread.append(contentsOf: bytes)
            let rest = unread.withUnsafeBufferPointer { parse($0) }
            unread.removeFirst(rest)
        }
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var index = 0
        do {
            while true {
                let (event, next) = try parser.next(bytes, from: index)
                index = next
                switch event {
                case .head: if let head = parser.takeHead() { note(head) }
                case .body(let range): body.append(contentsOf: bytes[range])
                case .needsMore: return index
                case .end:
                    isWhole = true
                    return index
                }
            }
        } catch {
            fail(.malformed(error.reason))
            return bytes.count
        }
    }

    private func note(_ head: ResponseHead) {
        hasHead = true
        keepsAlive = head.keepsAlive
        isShort = if case .length(let count) = head.framing { count < Self.window } else { false }
        self.head = head
    }

    /// While the caller has still to give more of the request it is not the peer that is slow.
    private func noteStep() {
        let isPeersTurn = isSent || !pending.isEmpty
        expire(at: isPeersTurn ? min(end, loop.now + milliseconds(timeouts.idle)) : end)
    }

    // MARK: Waiting

    private func has(_ awaited: Awaited) -> Bool {
        switch awaited {
        case .connection: return isConnected
        case .room: return hasHead || pending.isEmpty && !isClosed
        case .head: return hasHead && (isWhole || !isShort)
        case .body: return !body.isEmpty || isWhole
        }
    }

    private func wakeIfReady() {
        if let waiter { if has(waiter.awaited) { wake() } } else if answerWaiter != nil, has(.head) { wake() }
    }

    private func wake() {
        if let waiter {
            self.waiter = nil
            waiter.continuation.resume()
        } else if let answerWaiter {
            self.answerWaiter = nil
            answerWaiter.answered(by: self)
        }
    }
}

/// The peer has answered before the request was whole.
struct AnsweredEarly: Error {}
