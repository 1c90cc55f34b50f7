import Crypto
import Glibc
import Testing

/// A folder for one test, in the folder for temporary files.
enum TemporaryFolder {
    static func make() throws -> String {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/relata-gateway.XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// With the files that a gateway writes.
    static func remove(_ folder: String) {
        for file in ["admin-password", "secrets.key"] { unlink("\(folder)/\(file)") }
        rmdir(folder)
    }

    static func read(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY)
        try #require(descriptor >= 0, "\(path) is not there")
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// The permission bits.
    static func mode(_ path: String) throws -> UInt32 {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return status.st_mode & 0o777
    }
}

enum PasswordHashing {
    static func hash(_ password: String) async -> String { await PasswordHash.hash(password) }
}
