import Glibc

/// A small file that is written whole or not at all.
package enum WholeFile {
    /// Returns once it is durable. Only its owner may read it unless `readableByAll`. Throws a `Refusal` whose sentence names
    /// the file and the reason.
    package static func write(_ bytes: [UInt8], to path: String, readableByAll: Bool = false) throws {
        func refuse() -> Refusal {
            Refusal(
                .failed, "file", "\(path) cannot be written: \(String(cString: strerror(errno))). Give this user the right to.")
        }
        let part = path + ".part"
        // One that a crash left may have another mode.
        unlink(part)
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, readableByAll ? 0o644 : 0o600)
        guard descriptor >= 0 else { throw refuse() }
        defer { close(descriptor) }
        guard bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count, fsync(descriptor) == 0,
            rename(part, path) == 0
        else { throw refuse() }
        let slash = path.lastIndex(of: "/")
        let folder = open(slash.map { String(path[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw refuse() }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw refuse() }
    }
}

extension WholeFile {
    /// What stands in it, up to `limit` bytes; `nil` when there is no such file. Throws a `Refusal` when it cannot be read.
    package static func read(_ path: String, limit: Int = 65_536) throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Refusal(
                .failed, "file", "\(path) cannot be read: \(String(cString: strerror(errno))). Give this user the right to.")
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = Glibc.read(descriptor, &bytes, limit)
        guard count >= 0 else {
            throw Refusal(.failed, "file", "\(path) cannot be read: \(String(cString: strerror(errno))). Make it a file.")
        }
        return Array(bytes.prefix(count))
    }
}
