import Core
import Database

/// Whether what somebody typed is the code of his app at this moment, or one of his recovery codes. Either is used up by that.
struct CheckSecondFactor: Sendable {
    let keys: SecretKeys?

    func perform(_ typed: String, of user: ID, at now: Timestamp, in tx: Transaction) throws -> Bool {
        let store = SecondFactorStore()
        if let digest = RecoveryCode.digest(typed, of: user) { return try store.useCode(digest, of: user, in: tx) }
        guard let sealed = try store.find(user, in: tx), let secret = sealed.secret else { return false }
        let code = typed.filter { !$0.isWhitespace && $0 != "-" }
        guard
            let step = TimeCode.match(
                code, secret: try keys.opened(secret, of: user), at: now, after: sealed.lastStep)
        else { return false }
        return try store.use(step: step, of: user, in: tx)
    }
}

extension SecretKeys? {
    func sealed(_ secret: [UInt8], of user: ID) throws(Refusal) -> [UInt8] {
        guard let self else { throw Self.missing }
        return self.seal(secret, context: "second-factor \(user)")
    }

    func opened(_ secret: [UInt8], of user: ID) throws(Refusal) -> [UInt8] {
        guard let self else { throw Self.missing }
        return try self.open(secret, context: "second-factor \(user)")
    }

    private static var missing: Refusal {
        Refusal(
            .unavailable, "no-secrets-key",
            "This installation has no place for secrets yet. Its operator sets CRM_GATEWAY_SECRETS_KEY, or gives a data folder.")
    }
}
