/// The server's last complete reply.
struct SMTPReply: Hashable, Sendable {
    let code: Int
    /// Without codes and line ends; several lines joined by a space.
    let text: String
}

/// Gathers reply lines while one message is handed over.
final class SMTPReplies {
    private(set) var last: SMTPReply?
    private var texts: [Substring] = []

    func clear() {
        last = nil
        texts = []
    }

    func append(_ line: String) {
        // A 221 answers the QUIT with which libcurl ends a refused connection; it says nothing about the message.
        guard let code = Int(line.prefix(3)), code != 221 else { return }
        texts.append(line.dropFirst(4).prefix { !$0.isNewline }.prefix(512))
        guard !line.dropFirst(3).hasPrefix("-"), texts.count <= 100 else { return }
        last = SMTPReply(code: code, text: texts.joined(separator: " "))
        texts = []
    }
}

/// Gives the message to libcurl, and knows whether libcurl has been told of its end: only then can the final dot go out, and with
/// it the chance that the server takes the message.
final class SMTPUpload {
    private let bytes: [UInt8]
    private var position = 0
    private(set) var isComplete = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func read(into buffer: UnsafeMutablePointer<CChar>, room: Int) -> Int {
        let count = min(room, bytes.count - position)
        guard count > 0 else {
            isComplete = true
            return 0
        }
        bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            UnsafeMutableRawPointer(buffer).copyMemory(from: base + position, byteCount: count)
        }
        position += count
        return count
    }
}
