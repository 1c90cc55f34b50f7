import Core
import Database

/// Failed attempts to sign in, by what they are counted by.
struct SignInFailureStore: Sendable {
    /// The latest `most` failures, the last one first.
    func latest(of subject: String, atMost most: Int, in tx: Transaction) throws -> [Timestamp] {
        try tx.rows(Self.times, [.text(subject), .int(Int64(most))]) { $0.time(0) }
    }

    /// Also forgets what no longer counts.
    func record(_ subject: String, at now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.fail, [.text(subject), .time(now)])
        try tx.execute(Self.forget, [.time(now.adding(seconds: -2 * max(SignInPolicy.window, SignInPolicy.pause)))])
    }

    func forgiveAll(of subject: String, in tx: Transaction) throws {
        try tx.execute(Self.forgive, [.text(subject)])
    }

    func forgive(_ subject: String, at moment: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.forgiveOne, [.text(subject), .time(moment)])
    }

    private static let times: Statement =
        "SELECT failed_at FROM sign_in_failures WHERE subject = $1 ORDER BY failed_at DESC LIMIT $2"
    private static let fail: Statement = "INSERT INTO sign_in_failures (subject, failed_at) VALUES ($1, $2)"
    private static let forget: Statement = "DELETE FROM sign_in_failures WHERE failed_at < $1"
    private static let forgive: Statement = "DELETE FROM sign_in_failures WHERE subject = $1"
    private static let forgiveOne: Statement = "DELETE FROM sign_in_failures WHERE subject = $1 AND failed_at = $2"
}
