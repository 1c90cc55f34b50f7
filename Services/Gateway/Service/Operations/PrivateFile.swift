import Core
import Glibc

/// A small file that only its owner may read, written whole or not at all.
enum PrivateFile {
    /// Returns once it is durable. Throws a sentence that names the file and the reason.
    static func write(_ bytes: [UInt8], to path: String) throws {
        func refuse() -> Refusal {
            Refusal(
                .failed, "file", "\(path) cannot be written: \(String(cString: strerror(errno))). Give this user the right to.")
        }
        let part = path + ".part"
        // One that a crash left may have another mode.
        unlink(part)
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
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
