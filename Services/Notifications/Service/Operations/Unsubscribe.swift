import Core
import Crypto
import Database
import Events
import JSON
import NotificationsAPI

/// A customer's "no more of this", by the link of a message: effective at once here, and told to contacts.
struct Unsubscribe: Sendable {
    let database: any Database
    let outbox: Outbox
    let clock: any WallClock
    let secret: [UInt8]

    /// False for a link that we did not make. Saying it again is no error.
    func callAsFunction(_ text: String) async throws -> Bool {
        guard let token = UnsubscribeToken(text, secret: secret) else { return false }
        let now = clock.now()
        try await database.write { tx in
            guard let customer = try CustomerStore().find(token.accountID, in: tx),
                try CustomerStore().unsubscribe(token.accountID, purpose: token.purpose, at: now, in: tx)
            else { return }
            let event = Unsubscribed(
                accountID: token.accountID, email: customer.email ?? "", purpose: token.purpose, channel: "email", at: now)
            try tx.lock(key: "account:\(token.accountID)")
            try outbox.append(
                NotificationEvents.unsubscribed, key: token.accountID.description, data: event.json(), in: tx)
        }
        return true
    }

    /// The secret that signs the links; made once, so that every instance and every later start reads old links.
    static func secret(_ database: any Database) async throws -> [UInt8] {
        let fresh = SecureRandom.bytes(32)
        return try await database.write { tx in try UnsubscribeKeyStore().keep(fresh, in: tx) }
    }
}
