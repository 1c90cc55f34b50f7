import Core
import Crypto

/// The link at the end of a message: whom and what it is about, with a code that only we can make. It never expires, since
/// people unsubscribe from old messages too.
struct UnsubscribeToken: Hashable, Sendable {
    let accountID: ID
    let purpose: String

    func text(secret: [UInt8]) -> String {
        let body = Array("\(accountID) \(purpose)".utf8)
        return Base64.encodeURL(HMAC.sha256(key: secret, message: body)) + "." + Base64.encodeURL(body)
    }

    /// Nil for anything that we did not make.
    init?(_ text: String, secret: [UInt8]) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 512, parts.count == 2, let code = Base64.decodeURL(String(parts[0])),
            let body = Base64.decodeURL(String(parts[1])),
            ConstantTime.equal(code, HMAC.sha256(key: secret, message: body))
        else { return nil }
        let words = String(decoding: body, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let accountID = ID(String(words[0])) else { return nil }
        self.init(accountID: accountID, purpose: String(words[1]))
    }

    init(accountID: ID, purpose: String) {
        self.accountID = accountID
        self.purpose = purpose
    }
}
