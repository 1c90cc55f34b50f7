import Core
import Mail
import NotificationsAPI

/// What became of a message that was handed over.
enum PostOutcome: Sendable, Hashable {
    case accepted
    /// For good, with the server's reason. `isAddress` says that the address takes no mail at all, whatever is sent there.
    case refused(String, isAddress: Bool = false)
    /// Not now; nothing went out.
    case deferred(String)
    /// The connection ended after the message and before the answer.
    case unknown(String)
}

/// Where messages are handed over.
protocol PostOffice: Sendable {
    func send(_ mime: [UInt8], id: MailID, to recipient: String) async throws -> PostOutcome

    /// Whether the message is known to have arrived; false also where that cannot be asked.
    func find(_ id: MailID) async throws -> Bool
}

/// A mail server. It cannot be asked about a message.
struct SMTPPostOffice: PostOffice {
    let client: SMTPClient
    let sender: String

    func send(_ mime: [UInt8], id: MailID, to recipient: String) async throws -> PostOutcome {
        switch try await client.send(mime, from: sender, to: recipient) {
        case .accepted: .accepted
        case .refusedPermanently(let code, let text):
            .refused("\(code) \(text)", isAddress: EnhancedStatus(text)?.saysAddressTakesNoMail ?? false)
        case .deferred(let code, let text): .deferred(code.map { "\($0) \(text)" } ?? text)
        case .unknown(let text): .unknown(text)
        }
    }

    func find(_ id: MailID) async throws -> Bool { false }
}
