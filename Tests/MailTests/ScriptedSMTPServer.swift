import Glibc
import Synchronization

/// An SMTP server on loopback that plays a script: what it answers to RCPT and to the content, and where it hangs up.
final class ScriptedSMTPServer: Sendable {
    struct Script: Sendable {
        var greeting = "220 test ESMTP"
        var recipient = "250 2.1.5 ok"
        var content = "250 2.0.0 queued as 42"
        /// Hangs up when this command comes (`MAIL`, `RCPT`, `DATA`).
        var hangUpAt: String?
        /// Hangs up after the content's end, without an answer.
        var hangUpAfterContent = false
        /// Hangs up in the middle of the content, this many bytes after DATA.
        var hangUpWithin: Int?
        /// Hangs up after each message that it took.
        var closesAfterMessage = false
    }

    struct Record: Sendable {
        var connections = 0
        var commands: [String] = []
        var contents: [String] = []
    }

    let port: Int
    private let listener: Int32
    private let record = Mutex(Record())

    init(_ script: Script) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard listener >= 0, bound else { throw ListenFailure(code: errno) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        startThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                record.withLock { $0.connections += 1 }
                startThread { self.serve(connection, script) }
            }
            close(listener)
        }
    }

    struct ListenFailure: Error {
        let code: Int32
    }

    var seen: Record { record.withLock { $0 } }

    /// No connection is taken any more. The listening thread closes the descriptor, so that it cannot meet another's.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve(_ connection: Int32, _ script: Script) {
        defer { close(connection) }
        var reader = LineReader(connection)
        say(script.greeting, to: connection)
        while let line = reader.line() {
            record.withLock { $0.commands.append(line) }
            let verb = line.prefix(4).uppercased()
            if verb == script.hangUpAt { return }
            switch verb {
            case "EHLO": say("250-test\r\n250-8BITMIME\r\n250 PIPELINING", to: connection)
            case "RCPT": say(script.recipient, to: connection)
            case "QUIT":
                say("221 bye", to: connection)
                return
            case "DATA":
                say("354 go on", to: connection)
                if let count = script.hangUpWithin {
                    reader.skip(count)
                    return
                }
                var content = ""
                while let line = reader.line(), line != "." { content += line + "\n" }
                record.withLock { $0.contents.append(content) }
                if script.hangUpAfterContent { return }
                say(script.content, to: connection)
                if script.closesAfterMessage { return }
            default: say("250 ok", to: connection)
            }
        }
    }

    private func say(_ text: String, to connection: Int32) {
        let bytes = Array((text + "\r\n").utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

/// Lines without their CR LF; `nil` at the end of the stream.
private struct LineReader {
    private let connection: Int32
    private var pending: [UInt8] = []

    init(_ connection: Int32) {
        self.connection = connection
    }

    mutating func line() -> String? {
        while true {
            if let end = pending.firstIndex(of: 10) {
                let line = pending[..<end].filter { $0 != 13 }
                pending.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            guard fill() else { return nil }
        }
    }

    mutating func skip(_ count: Int) {
        while pending.count < count, fill() {}
    }

    private mutating func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(connection, &buffer, buffer.count, 0)
        if count > 0 { pending += buffer[..<count] }
        return count > 0
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

/// A detached thread: the server blocks, and may not hold one of the tasks' threads.
private func startThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_create(
        &thread, &attributes,
        { context in
            if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
            return nil
        }, Unmanaged.passRetained(ThreadBody(body)).toOpaque())
    pthread_attr_destroy(&attributes)
}
