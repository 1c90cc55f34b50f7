import Core

/// The authenticator app of a person. Secrets are sealed; see `SecretKeys`.
struct SecondFactor: Sendable {
    let userID: ID
    /// `nil` until the app has proved once that it has it.
    let secret: [UInt8]?
    let confirmedAt: Timestamp?
    /// No code of this 30 seconds or of earlier ones is good any more.
    let lastStep: Int64
    /// A secret that was shown and whose first code is awaited.
    let wanted: [UInt8]?
    let wantedAt: Timestamp?

    var isOn: Bool { secret != nil }

    /// Seconds for which a secret that was shown may be confirmed.
    static let patience = 900.0

    func isWanted(at now: Timestamp) -> Bool {
        wanted != nil && (wantedAt.map { now < $0.adding(seconds: Self.patience) } ?? false)
    }
}

/// Somebody who gave the right password and is not signed in yet: a row behind a cookie of its own, which opens nothing.
struct PendingSignIn: Sendable {
    enum Stage: String, Sendable {
        /// The code of the app, or a recovery code, is awaited.
        case code
        /// A passkey is awaited, as there is no app, but everyone must have a second factor.
        case passkey
        /// There is no second factor yet, but everyone must have one.
        case enrol
    }

    /// Of the cookie's text.
    let digest: [UInt8]
    let userID: ID
    let stage: Stage
    let language: String
    let createdAt: Timestamp

    /// Seconds that it lasts; setting up an app takes longer than reading a code.
    static func patience(_ stage: Stage) -> Double { stage == .enrol ? 900 : 300 }

    func isGood(at now: Timestamp) -> Bool {
        now < createdAt.adding(seconds: Self.patience(stage))
    }
}

/// Who must have a second factor.
enum SecondFactorDemand: String, Sendable {
    case optional, required
}
