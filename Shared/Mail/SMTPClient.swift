import Synchronization

/// Hands messages to one SMTP server by libcurl. Each connection has a thread of its own, on which it blocks, and is used again
/// for the next message; a try waits for the connection with the fewest tries before it.
package final class SMTPClient: Sendable {
    private let connections: [SMTPConnection]
    private let waiting: Mutex<[Int]>

    /// Does not connect yet.
    package init(_ settings: SMTPSettings) throws(MailError) {
        var connections: [SMTPConnection] = []
        let url = try settings.url()
        for _ in 0..<settings.connections { connections.append(try SMTPConnection(settings, url: url)) }
        self.connections = connections
        waiting = Mutex(Array(repeating: 0, count: connections.count))
    }

    /// One try with one recipient, so that each recipient has an outcome. Cancelling the task does not stop a try that has begun:
    /// its outcome must be known.
    ///
    /// - Throws: `MailError.address` before anything is sent, when an address is none: it could smuggle in a command;
    ///   `MailError.library` when memory is out.
    package func send(_ mime: [UInt8], from: String, to: String) async throws(MailError) -> SMTPOutcome {
        guard MailAddress.isValid(from), MailAddress.isValid(to) else { throw .address }
        let (sender, recipient) = (try MIMEWriter.asciiAddress(from), try MIMEWriter.asciiAddress(to))
        let chosen = waiting.withLock { waiting in
            let chosen = waiting.indices.min { waiting[$0] < waiting[$1] } ?? 0
            waiting[chosen] += 1
            return chosen
        }
        defer { waiting.withLock { $0[chosen] -= 1 } }
        return try await connections[chosen].send(mime, from: sender, to: recipient)
    }
}
