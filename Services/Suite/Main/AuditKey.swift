import Core
import Crypto
import Glibc

/// The key of the installation that signs heads of the audit: a file with its seed, and one beside it with the public part.
enum AuditKey {
    /// Makes both files where there is none.
    static func open(_ path: String) throws -> SigningKey {
        guard access(path, F_OK) == 0 else {
            let key = SigningKey.generate()
            try WholeFile.write(Array((Base64.encode(key.seed) + "\n").utf8), to: path)
            let name = path.hasSuffix(".key") ? String(path.dropLast(4)) : path
            try WholeFile.write(
                Array((Base64.encode(key.publicKey.bytes) + "\n").utf8), to: name + ".pub", readableByAll: true)
            return key
        }
        guard let seed = Base64.decode(try text(of: path).filter { !$0.isWhitespace }), let key = try? SigningKey(seed: seed)
        else {
            throw Refusal(.failed, "key", "\(path) holds no key. Name another with --key, or move it away to have one made.")
        }
        return key
    }

    static func published(_ path: String) throws -> VerifyingKey {
        guard let bytes = Base64.decode(try text(of: path).filter { !$0.isWhitespace }), let key = try? VerifyingKey(bytes: bytes)
        else { throw Refusal(.failed, "key", "\(path) holds no public key. Name another with --public-key.") }
        return key
    }

    static func text(of path: String) throws -> String {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Refusal(.failed, "file", "\(path) cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &part, part.count)
            guard count > 0 else { break }
            bytes += part.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
