import Core
import Crypto
import Database
import GatewayAPI

/// Sets up an authenticator app: shows a secret, and takes it as the second factor once the app has proved that it has it.
struct EnrolSecondFactor: Sendable {
    let database: any Database
    let clock: any WallClock
    let keys: SecretKeys?
    let demand: SecondFactorDemand
    let note: NoteSecurity

    /// The secret to show: the one that was shown moments ago, or a new one. An app that counts already goes on counting.
    func begin(_ user: ID) async throws -> [UInt8] {
        let now = clock.now()
        return try await database.write { tx in
            try tx.lock(key: "second-factor:\(user)")
            if let known = try SecondFactorStore().find(user, in: tx), let wanted = known.wanted, known.isWanted(at: now) {
                return try keys.opened(wanted, of: user)
            }
            let secret = SecureRandom.bytes(TimeCode.secretCount)
            try SecondFactorStore().want(try keys.sealed(secret, of: user), of: user, at: now, in: tx)
            return secret
        }
    }

    /// The new recovery codes, which are shown once; `nil` when the code is not the app's. Throws `conflict` when no secret was
    /// shown within the last minutes.
    func perform(code: String, of user: ID, at now: Timestamp, in tx: Transaction) throws -> [String]? {
        try tx.lock(key: "second-factor:\(user)")
        guard let known = try SecondFactorStore().find(user, in: tx), let wanted = known.wanted, known.isWanted(at: now) else {
            throw Refusal(
                .conflict, "not-begun", "No secret waits for its first code. Begin again: POST /v1/me/second-factor.")
        }
        let typed = code.filter { !$0.isWhitespace && $0 != "-" }
        guard let step = TimeCode.match(typed, secret: try keys.opened(wanted, of: user), at: now, after: 0) else { return nil }
        try SecondFactorStore().confirm(user, step: step, at: now, in: tx)
        if let person = try UserStore().find(user, in: tx) { try note(.secondFactorOn, of: person, in: tx) }
        return try Self.makeCodes(of: user, in: tx)
    }

    /// Takes it for a person who is signed in, whose session gets a new cookie.
    func confirm(_ session: Session, code: String) async throws -> (codes: [String], cookie: String)? {
        let now = clock.now()
        return try await database.write { tx in
            tx.notes?.record(session.user.id.description)
            guard let codes = try perform(code: code, of: session.user.id, at: now, in: tx) else {
                tx.notes?.isBookkeeping = true
                return nil
            }
            return (codes, try OpenSession.rotate(session, at: now, in: tx))
        }
    }

    /// New recovery codes in place of those of before. Throws `notFound` without a second factor.
    func remakeCodes(_ user: ID) async throws -> [String] {
        try await database.write { tx in
            tx.notes?.record(user.description)
            guard try SecondFactorStore().find(user, in: tx)?.isOn == true else { throw Self.none }
            return try Self.makeCodes(of: user, in: tx)
        }
    }

    /// Throws `notFound` without a second factor, and `conflict` where everyone must have one.
    func remove(_ user: ID) async throws {
        guard demand == .optional else {
            throw Refusal(
                .conflict, "second-factor-required",
                "Everyone here must have a second factor. To change the app, set up another one in its place.")
        }
        try await reset(user)
    }

    /// An administrator's way: somebody lost both app and codes. Throws `notFound` without a second factor.
    func reset(_ user: ID) async throws {
        try await database.write { tx in
            tx.notes?.record(user.description)
            guard try SecondFactorStore().find(user, in: tx)?.isOn == true, try SecondFactorStore().delete(user, in: tx) else {
                throw Self.none
            }
            if let person = try UserStore().find(user, in: tx) { try note(.secondFactorOff, of: person, in: tx) }
        }
    }

    func state(of user: ID) async throws -> SecondFactorState {
        try await database.read { tx in
            let known = try SecondFactorStore().find(user, in: tx)
            return SecondFactorState(
                confirmedAt: known?.isOn == true ? known?.confirmedAt : nil,
                codesLeft: try SecondFactorStore().codesLeft(user, in: tx), isRequired: demand == .required)
        }
    }

    private static func makeCodes(of user: ID, in tx: Transaction) throws -> [String] {
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.make() }
        try SecondFactorStore().replaceCodes(codes.compactMap { RecoveryCode.digest($0, of: user) }, of: user, in: tx)
        return codes
    }

    private static let none = Refusal(.notFound, "no-second-factor", "There is no second factor here.")
}

/// How it stands with somebody's second factor.
struct SecondFactorState: Sendable {
    /// `nil` while there is none.
    let confirmedAt: Timestamp?
    let codesLeft: Int64
    let isRequired: Bool
}
