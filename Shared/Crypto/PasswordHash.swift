import CSodium
import Dispatch
import Synchronization

/// Passwords by argon2id with 19 MiB and two passes, as OWASP advises; about 22 ms and 20 MB each.
///
/// At most two run at a time, on threads of their own: the rest wait in line without holding a thread of the cooperative pool.
package enum PasswordHash {
    private static let passes: UInt64 = 2
    private static let memory = 19 * 1024 * 1024

    /// Verify against it when there is no such user, so that the answer takes as long as for a wrong password. No password matches.
    package static let nobody =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    /// The encoded form, with salt and costs: `$argon2id$v=19$m=19456,t=2,p=1$…`.
    package static func hash(_ password: String) async -> String {
        await Lane.next().run {
            Sodium.ready
            var encoded = [UInt8](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
            let status = withPassword(password) { password in
                encoded.withUnsafeMutableBufferPointer { out in
                    out.withMemoryRebound(to: CChar.self) { out in
                        crypto_pwhash_str_alg(
                            out.baseAddress!, password.baseAddress!, UInt64(password.count), passes, memory,
                            crypto_pwhash_ALG_ARGON2ID13)
                    }
                }
            }
            precondition(status == 0, "argon2id has not got its 19 MiB of memory")
            return String(decoding: encoded.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// False for a hash of another form, too.
    package static func verify(_ password: String, against hash: String) async -> Bool {
        await Lane.next().run {
            Sodium.ready
            return withPassword(password) { password in
                crypto_pwhash_str_verify(hash, password.baseAddress!, UInt64(password.count)) == 0
            }
        }
    }

    /// The bytes of the password, never without an address.
    private static func withPassword<Result>(_ password: String, _ body: (UnsafeBufferPointer<CChar>) -> Result) -> Result {
        let bytes = password.utf8.map { CChar(bitPattern: $0) } + [0]
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0.dropLast())) }
    }
}

/// One of the two serial queues that argon2id runs on. All jobs take equally long, so taking turns keeps the queues equally long.
private struct Lane {
    private static let lanes = [DispatchQueue(label: "password-1"), DispatchQueue(label: "password-2")]
    private static let turn = Atomic<Int>(0)

    private let queue: DispatchQueue

    static func next() -> Lane {
        Lane(queue: lanes[turn.wrappingAdd(1, ordering: .relaxed).oldValue & 1])
    }

    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
