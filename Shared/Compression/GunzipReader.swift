import CZlib
import Glibc

/// Reads a gzip file piece by piece, so that memory stays bounded however much it inflates to. Members that follow one another are one.
package struct GunzipReader: ~Copyable {
    /// The most bytes that `next` returns.
    package static let chunk = 64 * 1024

    private let file: gzFile
    private let path: String

    /// Throws `GunzipError` when the file cannot be opened, or is not gzip.
    package init(path: String) throws(GunzipError) {
        guard let file = gzopen(path, "rb") else { throw GunzipError(path: path, reason: String(cString: strerror(errno))) }
        gzbuffer(file, UInt32(Self.chunk))
        guard gzdirect(file) == 0 else {
            gzclose_r(file)
            throw GunzipError(path: path, reason: "is not gzip")
        }
        self.file = file
        self.path = path
    }

    deinit {
        gzclose_r(file)
    }

    /// The next bytes, never none; `nil` at the end. Throws `GunzipError` when the file is damaged or cut off.
    package mutating func next() throws(GunzipError) -> [UInt8]? {
        var read: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { out, count in
            read = gzread(file, out.baseAddress, UInt32(Self.chunk))
            count = Int(max(read, 0))
        }
        if read > 0 { return bytes }
        var status: Int32 = Z_OK
        let message = gzerror(file, &status)
        guard read == 0, status == Z_OK || status == Z_STREAM_END else {
            throw GunzipError(path: path, reason: message.map { String(cString: $0) } ?? "cannot be read")
        }
        return nil
    }
}

package struct GunzipError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "\(path): \(reason)" }
}
