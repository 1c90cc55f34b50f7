import Core
import Glibc

/// Files of the measurement.
enum File {
    static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal("read", path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw refusal("read", path) }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    static func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw refusal("written", path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw refusal("written", path) }
    }

    /// A new folder below the system's for temporary files.
    static func folder() throws -> String {
        var template = Array("/tmp/relata-load.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw refusal("made", "/tmp/relata-load.XXXXXX") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func refusal(_ what: String, _ path: String) -> Refusal {
        Refusal(.failed, "file", "\(path) cannot be \(what): \(String(cString: strerror(errno))).")
    }
}
