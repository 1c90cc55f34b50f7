import Core
import Glibc
import NotificationsAPI

/// A folder that takes the place of a mail server: each message is a file named by its id, so that writing it again changes
/// nothing and a message can be looked up.
struct MailFolder: PostOffice {
    let path: String

    init(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw Refusal(.failed, "mail-folder", "The folder \(path) cannot be made: \(String(cString: strerror(errno))).")
        }
        self.path = path
    }

    func send(_ mime: [UInt8], id: MailID, to recipient: String) async throws -> PostOutcome {
        let name = file(id)
        let part = name + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return .deferred(failure()) }
        defer { close(descriptor) }
        let written = mime.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == mime.count, fsync(descriptor) == 0, rename(part, name) == 0 else {
            let reason = failure()
            unlink(part)
            return .deferred(reason)
        }
        return .accepted
    }

    func find(_ id: MailID) async throws -> Bool {
        access(file(id), F_OK) == 0
    }

    private func file(_ id: MailID) -> String { "\(path)/\(id).eml" }

    private func failure() -> String { "The message could not be written: \(String(cString: strerror(errno)))." }
}
