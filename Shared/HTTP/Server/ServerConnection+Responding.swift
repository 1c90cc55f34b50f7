import Glibc
import Observability

extension ServerConnection {
    /// The body of the connection's task: one request after the other. One task for all of them costs less than one each, and means the
    /// same, since cancelling it comes with the end of the connection; where it does not quite, after a half-close, the task ends and
    /// the next request gets a new one.
    func serveAll() async {
        while await hasRequest(), let request = arrived.take() {
            await serve(request)
            if taskIsCancelled { break }
        }
        task = nil
        taskHasEnded = true
        if arrived != nil { startAnew() }
    }

    private func serve(_ request: HTTPRequest) async {
        let response = if let prepared = prepared.take() { prepared } else { await handle(request) }
        if phase == .exchange, exchange?.hasAnswered == false {
            if let stream = begin(checked(response)) { await run(stream) }
            if !pending.isEmpty { await drainOutput() }
        }
        finish()
    }

    private func handle(_ request: HTTPRequest) async -> HTTPResponse {
        do {
            return try await shard.context.handler(request)
        } catch {
            return failed(error)
        }
    }

    /// Gives an answer that is no stream, without a task.
    func answer(_ response: HTTPResponse) {
        _ = begin(checked(response))
        if pending.isEmpty { finish() } else { finishesWhenDrained = true }
    }

    /// A handler is expected to turn its errors into answers; what still comes here is not for the client to see.
    private func failed(_ error: any Error) -> HTTPResponse {
        if !(error is CancellationError) || !peerEnded && phase != .closed {
            shard.context.logger.error("a handler failed", ["error": String(describing: error)])
        }
        return .problem(500, code: "failed", "The request failed; try again later.")
    }

    private func run(_ stream: HTTPBodyStream) async {
        do {
            try await stream.copy(to: HTTPBodyWriter { try await self.writePart($0, of: stream) })
            try endStream(stream)
        } catch {
            if phase != .closed, !(error is CancellationError) {
                shard.context.logger.error("a response was cut short", ["error": String(describing: error)])
            }
            close()
        }
    }

    private func checked(_ response: HTTPResponse) -> HTTPResponse {
        if let name = response.fields.invalidName {
            shard.context.logger.error("a response had an invalid field", ["field": name])
        } else if !(200...599).contains(response.status) {
            shard.context.logger.error("a response had an invalid status", ["status": String(response.status)])
        } else {
            return response
        }
        return .problem(500, code: "failed", "The request failed; try again later.")
    }

    /// Writes the head, and the body unless it is a stream that has to be run.
    private func begin(_ response: HTTPResponse) -> HTTPBodyStream? {
        guard let exchange else { return nil }
        let isBodiless = response.status == 204 || response.status == 304
        var length = ResponseHeadWriter.Length.unsaid
        var body: [UInt8] = []
        var stream: HTTPBodyStream?
        switch response.body {
        case .none:
            if !exchange.isHead, !isBodiless { length = .known(0) }
        case .bytes(let bytes):
            if !isBodiless { length = .known(bytes.count) }
            body = bytes
        case .stream(let given):
            stream = given
            if !isBodiless { length = given.length.map { .known($0) } ?? (exchange.isHTTP10 ? .unsaid : .chunked) }
        }
        if exchange.isHead || isBodiless { (body, stream) = ([], nil) }
        let endsByClosing = if stream != nil, case .unsaid = length { true } else { false }
        let keepsAlive = exchange.keepsAlive && parser.isAtEnd && !shard.isDraining && !endsByClosing
        self.exchange?.keepsAlive = keepsAlive
        self.exchange?.hasAnswered = true
        shard.context.counters.answered(response.status)
        let head = ResponseHeadWriter(
            status: response.status, length: length, keepsAlive: keepsAlive, isHTTP10: exchange.isHTTP10)
        send(head, response.fields, body)
        return stream
    }

    /// A small body goes out with its head.
    private func send(_ head: ResponseHeadWriter, _ fields: HTTPFields, _ body: [UInt8]) {
        loop.dateLine.refresh()
        let date = loop.dateLine.bytes
        let isSmall = body.count <= 16_384
        let together = isSmall ? body : []
        loop.compose(atMost: head.capacity(fields, date: date, body: together)) { out in
            head.write(fields, date: date, body: together, to: &out)
            write(out.written, moreFollows: !isSmall)
        }
        if !isSmall { write(body) }
    }

    // MARK: Streams

    private func writePart(_ part: [UInt8], of stream: HTTPBodyStream) async throws {
        guard loop.isCurrent else {
            return try await withTaskExecutorPreference(loop) { try await writePartOnLoop(part, of: stream) }
        }
        try await writePartOnLoop(part, of: stream)
    }

    @concurrent private func writePartOnLoop(_ part: [UInt8], of stream: HTTPBodyStream) async throws {
        guard phase == .exchange else { throw CancellationError() }
        streamed += part.count
        if let length = stream.length {
            guard streamed <= length else { throw StreamLengthError() }
            write(part)
        } else if exchange?.isHTTP10 == true {
            write(part)
        } else {
            writeChunk(part)
        }
        await drainOutput()
        if phase != .exchange || Task.isCancelled { throw CancellationError() }
    }

    private func writeChunk(_ part: [UInt8]) {
        let size = String(part.count, radix: 16)
        let chunk = [UInt8](unsafeUninitializedCapacity: part.count + 20) { buffer, count in
            var out = Cursor(base: UnsafeMutableRawPointer(buffer.baseAddress!))
            for byte in size.utf8 { out.put(byte: byte) }
            out.put("\r\n")
            out.put(part)
            out.put("\r\n")
            count = out.count
        }
        write(chunk)
    }

    private func endStream(_ stream: HTTPBodyStream) throws {
        defer { streamed = 0 }
        if let length = stream.length {
            guard streamed == length else { throw StreamLengthError() }
        } else if exchange?.isHTTP10 == false {
            let last: StaticString = "0\r\n\r\n"
            write(UnsafeRawBufferPointer(start: last.utf8Start, count: last.utf8CodeUnitCount))
        }
    }

    // MARK: Ends of an exchange

    func finish() {
        isHandling = false
        guard phase == .exchange else {
            if phase == .closed { shard.gone(self) }
            return
        }
        guard exchange?.keepsAlive == true else {
            if !lingersWhenDrained { linger() }
            return
        }
        exchange = nil
        parser.beginNext()
        if shard.isDraining {
            linger()
            return
        }
        phase = .idle
        waitingSince = loop.now
        expire(at: loop.now + milliseconds(limits.idleSeconds))
        pump()
    }

    /// Answers a request that cannot be served, in place of its handler, and ends the connection.
    func refuse(_ fault: ProtocolFault) {
        guard exchange?.hasAnswered != true else {
            close()
            return
        }
        shard.context.counters.refused.increment()
        shard.context.logger.debug("refused a request", ["reason": fault.reason])
        arrived = nil
        phase = .exchange
        if exchange == nil { exchange = Exchange(isHead: false, isHTTP10: false, keepsAlive: false, awaitsContinue: false) }
        exchange?.keepsAlive = false
        _ = begin(.problem(fault.status, code: fault.code, "The request was refused: \(fault.reason)."))
        guard phase != .closed else { return }
        exchange?.body?.fail()
        cancelHandling()
        if pending.isEmpty { linger() } else { lingersWhenDrained = true }
    }

    // MARK: Output

    func write(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool = false) {
        guard let taken = writeNow(bytes, moreFollows: moreFollows) else { return }
        pending.append(UnsafeRawBufferPointer(rebasing: bytes[taken...]))
        scheduleTaking()
    }

    private func write(_ bytes: [UInt8]) {
        guard let taken = bytes.withUnsafeBytes({ writeNow($0) }) else { return }
        pending.append(bytes, from: taken)
        scheduleTaking()
    }

    /// How much the socket took when it did not take all; nil when nothing is left to do.
    private func writeNow(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool = false) -> Int? {
        guard phase != .closed else { return nil }
        guard pending.isEmpty else { return 0 }
        let count = transport.write(bytes, moreFollows: moreFollows)
        if count == bytes.count { return nil }
        if count < 0, errno != EAGAIN {
            close()
            return nil
        }
        return max(0, count)
    }

    func flush() {
        while !pending.isEmpty {
            let count = pending.advance { transport.write($0) }
            if count < 0, errno == EAGAIN { return }
            if count <= 0 {
                close()
                return
            }
            taking?.moved(count, now: loop.now)
            scheduleTaking()
        }
        taking = nil
        if lingersWhenDrained { linger() } else { scheduleBody() }
        if finishesWhenDrained {
            finishesWhenDrained = false
            finish()
        }
        wakeWriter()
    }

    /// Sets the time by which the client must have taken more.
    private func scheduleTaking() {
        let pace = taking ?? .sending(limits, now: loop.now)
        taking = pace
        expire(at: pace.deadline)
    }

    private func drainOutput() async {
        while !pending.isEmpty { await withUnsafeContinuation { drained = $0 } }
    }
}

/// A streamed body was not as long as was announced.
struct StreamLengthError: Error {}

extension HTTPResponse {
    /// A refusal of the server's own, as RFC 9457 has it. The texts are constants without characters that JSON escapes.
    static func problem(_ status: Int, code: String, _ detail: String) -> HTTPResponse {
        let text = "{\"title\":\"\(StatusPhrase.of(status))\",\"status\":\(status),\"code\":\"\(code)\",\"detail\":\"\(detail)\"}"
        return HTTPResponse(
            status: status, fields: [("Content-Type", "application/problem+json")], body: .bytes(Array(text.utf8)))
    }
}
