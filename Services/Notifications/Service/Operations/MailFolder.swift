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
        do {
            try WholeFile.write(mime, to: file(id))
            return .accepted
        } catch let refusal as Refusal {
            return .deferred(refusal.detail)
        }
    }

    func find(_ id: MailID) async throws -> Bool {
        access(file(id), F_OK) == 0
    }

    private func file(_ id: MailID) -> String { "\(path)/\(id).eml" }
}
