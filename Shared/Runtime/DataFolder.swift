import Core
import Glibc

/// The folder of the embedded arrangement: readable by its owner alone.
package enum DataFolder {
    /// Makes it where it is missing. Throws a sentence that says what to do when it cannot be written.
    package static func prepare(_ folder: String) throws {
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw refusal(
                "The data folder \(folder) cannot be made: \(String(cString: strerror(errno))). Choose another with --data.")
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            throw refusal(
                "The data folder \(folder) cannot be written: \(String(cString: strerror(errno))). Give this user the right to, or choose another with --data."
            )
        }
    }

    /// Writes a small file, whole or not at all; only its owner may read it unless the words say otherwise.
    package static func write(_ bytes: [UInt8], to path: String, readableByAll: Bool = false) throws {
        let part = path + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, readableByAll ? 0o644 : 0o600)
        guard descriptor >= 0 else { throw refusal("\(path) cannot be written: \(String(cString: strerror(errno))).") }
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let synced = fsync(descriptor)
        close(descriptor)
        guard written == bytes.count, synced == 0, rename(part, path) == 0 else {
            throw refusal("\(path) cannot be written: \(String(cString: strerror(errno))).")
        }
    }

    private static func refusal(_ sentence: String) -> Refusal {
        Refusal(.failed, "data-folder", sentence)
    }
}
