import Glibc
import Synchronization

/// A mail server on loopback that takes every message and keeps it, to be counted by its Message-ID.
package final class SMTPSink: Sendable {
    package struct Message: Sendable {
        package let recipients: [String]
        /// Its lines end in line feeds.
        package let text: String

        package init(recipients: [String], text: String) {
            self.recipients = recipients
            self.text = text.replacing("\r\n", with: "\n")
        }

        package var id: String { header("Message-ID") ?? "" }

        /// A header's value in one line; nil when there is none.
        package func header(_ name: String) -> String? {
            var value: String?
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.isEmpty { break }
                if line.first == " " || line.first == "\t" {
                    if let begun = value { value = begun + " " + line.drop { $0 == " " || $0 == "\t" } }
                } else if value != nil {
                    break
                } else if line.lowercased().hasPrefix(name.lowercased() + ":") {
                    value = String(line.dropFirst(name.count + 1).drop { $0 == " " })
                }
            }
            return value
        }
    }

    package let port: Int
    private let listener: Int32
    private let taken = Mutex<[Message]>([])

    package init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard listener >= 0, bound else { throw TestSetupError("no mail server: \(String(cString: strerror(errno)))") }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Self.thread { [self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                Self.thread { self.serve(connection) }
            }
            close(listener)
        }
    }

    /// In the order in which they were taken.
    package var messages: [Message] { taken.withLock { $0 } }

    /// How often each message came, by its Message-ID.
    package var copies: [String: Int] { messages.reduce(into: [:]) { $0[$1.id, default: 0] += 1 } }

    /// Takes no connection any more.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve(_ connection: Int32) {
        guard let stream = fdopen(connection, "r+") else {
            close(connection)
            return
        }
        defer { fclose(stream) }
        var line = [CChar](repeating: 0, count: 8192)
        func next() -> String? {
            guard fgets(&line, Int32(line.count), stream) != nil else { return nil }
            return String(decoding: line.prefix { $0 != 0 && $0 != 10 && $0 != 13 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        func say(_ text: String) {
            let bytes = Array((text + "\r\n").utf8)
            _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
        var recipients: [String] = []
        say("220 sink ESMTP")
        while let command = next() {
            switch command.prefix(4).uppercased() {
            case "EHLO": say("250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8")
            case "MAIL":
                recipients = []
                say("250 2.1.0 ok")
            case "RCPT":
                recipients.append(String(command.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }))
                say("250 2.1.5 ok")
            case "DATA":
                say("354 go on")
                var text = ""
                var isWhole = false
                while let line = next() {
                    isWhole = line == "."
                    if isWhole { break }
                    text += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\n"
                }
                guard isWhole else { return }
                let message = Message(recipients: recipients, text: text)
                taken.withLock { $0.append(message) }
                say("250 2.0.0 taken")
            case "QUIT":
                say("221 bye")
                return
            default: say("250 ok")
            }
        }
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// A thread of its own: what blocks may not hold one of the tasks' threads.
    private static func thread(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(Body(body)).toOpaque())
        if started == 0 { pthread_detach(thread) }
    }
}
