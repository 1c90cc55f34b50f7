import Compression
import Glibc

/// The bytes of a file, piece by piece; those of a gzip file unpacked.
package protocol ByteSource: AnyObject {
    /// The next bytes, never none; `nil` at the end.
    func next() throws -> [UInt8]?
}

package enum FileBytes {
    /// Throws `FileFault` or `GunzipError` when the file cannot be opened.
    package static func open(_ path: String) throws -> any ByteSource {
        let plain = try PlainFile(path)
        guard try plain.startsAsGzip() else { return plain }
        return try GzipFile(GunzipReader(path: path))
    }
}

private final class GzipFile: ByteSource {
    private var reader: GunzipReader

    init(_ reader: consuming GunzipReader) {
        self.reader = reader
    }

    func next() throws -> [UInt8]? { try reader.next() }
}

private final class PlainFile: ByteSource {
    private static let chunk = 64 * 1024

    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(path: path, reason: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    func startsAsGzip() throws -> Bool {
        var magic: [UInt8] = [0, 0]
        let count = pread(descriptor, &magic, 2, 0)
        guard count >= 0 else { throw FileFault(path: path, reason: String(cString: strerror(errno))) }
        return magic == [0x1f, 0x8b]
    }

    func next() throws -> [UInt8]? {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { out, filled in
            repeat { count = read(descriptor, out.baseAddress, Self.chunk) } while count < 0 && errno == EINTR
            filled = max(count, 0)
        }
        guard count >= 0 else { throw FileFault(path: path, reason: String(cString: strerror(errno))) }
        return count == 0 ? nil : bytes
    }
}

/// Why a file cannot be played.
package struct FileFault: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "\(path): \(reason)" }
}
