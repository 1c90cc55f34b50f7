import Core
import Crypto
import Database
import GatewayAPI
import Observability
import Passkeys

/// Whether an answer is that of a passkey which we know, to a question that we put. Wrong ones are counted and pause further
/// attempts, as with passwords. Nothing that is told says whether there is such a passkey or user.
struct CheckPasskey: Sendable {
    enum Outcome: Sendable {
        case right(Proof)
        case refused(attemptsLeft: Int)
        case paused(until: Timestamp)
        /// No such question was put to this browser within the last minutes, or it was answered: ask for another one.
        case expired
    }

    /// What was asked, and whom.
    struct Question: Sendable {
        let purpose: PasskeyChallenge.Purpose
        let holder: [UInt8]
        /// `nil` where nobody has said who he is; then the answer has to, and to be sure of him.
        let user: ID?
        let network: String

        /// By what wrong answers are counted.
        func counts(_ credentialID: [UInt8]) -> [SignInPolicy.Count] {
            if let user, purpose == .secondStep { return SignInPolicy.codeCounts(user: user) }
            return SignInPolicy.passkeyCounts(
                credential: Base64.encodeURL(PasskeyChallenge.digest(credentialID)), network: network)
        }
    }

    /// A right answer, to be accepted in the transaction of what follows.
    struct Proof: Sendable {
        let passkey: Passkey
        let user: User
        let assertion: Assertion
        let attempts: CountAttempts
        let at: Timestamp
    }

    let database: any Database
    let clock: any WallClock
    let site: PasskeySite?
    let note: NoteSecurity
    let logger: Logger

    func callAsFunction(_ response: AssertionResponse, to question: Question, from origin: SignInOrigin) async throws -> Outcome {
        guard let site, let challenge = try? ClientData(response.clientData).challenge else { return .expired }
        let attempts = CountAttempts(counts: question.counts(response.id))
        let now = clock.now()
        let begun = try await database.write { tx in
            tx.notes?.isBookkeeping = true
            guard
                let asked = try PasskeyChallengeStore().take(PasskeyChallenge.digest(challenge), in: tx),
                asked.isFor(question.purpose, question.holder, at: now), asked.userID == question.user
            else { return Begun.expired }
            switch try attempts.begin(at: now, in: tx) {
            case .paused(let until): return .paused(until)
            case .allowed(let left): return .allowed(left, try owned(response.id, by: question.user, in: tx))
            }
        }
        switch begun {
        case .expired: return .expired
        case .paused(let until): return .paused(until: until)
        case .allowed(let left, let known):
            guard let (passkey, user) = known else { return try await refuse(left, nil, from: origin, at: now) }
            do throws(PasskeyFault) {
                let assertion = try site.verify(
                    response, challenge: challenge, of: passkey.known, namesUser: question.user == nil,
                    demandsVerification: question.purpose != .secondStep)
                return .right(Proof(passkey: passkey, user: user, assertion: assertion, attempts: attempts, at: now))
            } catch {
                logger.notice("A passkey was refused", ["fault": error.rawValue, "passkey": "\(passkey.id)"])
                return try await refuse(left, user, from: origin, at: now)
            }
        }
    }

    /// Forgives the attempt and keeps that the passkey was used. False when it counted downwards, now or ever: then there are two of
    /// it, of which either may be the thief's, so it opens nothing any more, and its owner hears of it.
    func accept(_ proof: Proof, from origin: SignInOrigin, at now: Timestamp, in tx: Transaction) throws -> Bool {
        try tx.lock(key: Passkey.lockKey(proof.passkey.credentialID))
        guard let passkey = try PasskeyStore().find(proof.passkey.id, in: tx) else { throw Self.refusal }
        try proof.attempts.forgive(at: proof.at, in: tx)
        if passkey.copiedAt != nil || SignCount.tellsCopy(known: passkey.signCount, new: proof.assertion.signCount) {
            try PasskeyStore().distrust(passkey.id, at: now, in: tx)
            try note(.passkeyCopied, of: proof.user, from: origin, atMostEvery: 86_400, in: tx)
            return false
        }
        try PasskeyStore().use(
            passkey.id, signCount: proof.assertion.signCount, isBackedUp: proof.assertion.isBackedUp, at: now, in: tx)
        return true
    }

    static let refusal = Refusal(
        .forbidden, "passkey-refused", "This passkey opens nothing here. Take another one, or sign in another way.")
    static let copied = Refusal(
        .forbidden, "passkey-copied",
        "This passkey counts backwards, so somebody has a copy of it. Sign in another way, remove it and add a new one.")
    static let expired = Refusal(
        .conflict, "challenge-expired",
        "The question is older than 5 minutes, was answered, or was put to another browser. Ask again.")

    private enum Begun: Sendable {
        case expired
        case paused(Timestamp)
        case allowed(Int, (passkey: Passkey, user: User)?)
    }

    /// The passkey and its owner, where he may sign in, and is the one who is expected.
    private func owned(_ credentialID: [UInt8], by user: ID?, in tx: Transaction) throws -> (passkey: Passkey, user: User)? {
        guard let passkey = try PasskeyStore().find(credentialID: credentialID, in: tx), user == nil || passkey.userID == user,
            let owner = try UserStore().find(passkey.userID, in: tx), owner.isActive, owner.kind == .person
        else { return nil }
        tx.notes?.record(owner.id.description)
        return (passkey, owner)
    }

    private func refuse(_ left: Int, _ user: User?, from origin: SignInOrigin, at now: Timestamp) async throws -> Outcome {
        // This attempt is among the failures already.
        if left > 1 { return .refused(attemptsLeft: left - 1) }
        let until = now.adding(seconds: SignInPolicy.pause)
        if let user {
            try await database.write { tx in
                tx.notes?.isBookkeeping = true
                try note.locked(user, from: origin, until: until, in: tx)
            }
        }
        return .paused(until: until)
    }
}
