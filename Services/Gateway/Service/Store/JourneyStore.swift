import Core
import Database

/// Sign-ins that are on their way to a provider and back.
struct JourneyStore: Sendable {
    /// Also forgets those that never came back.
    func insert(_ record: SignInJourney.Record, now: Timestamp, in tx: Transaction) throws {
        try tx.execute(Self.purgeRows, [.time(now)])
        try tx.execute(
            Self.insertRow,
            [
                .bytes(record.state), .bytes(record.browser), .id(record.providerID), .text(record.next), .text(record.language),
                .text(record.returnAddress), .time(record.expiresAt),
            ])
    }

    /// The journey, which is gone from then on; `nil` when there is none, or it was taken before.
    func take(_ state: [UInt8], in tx: Transaction) throws -> SignInJourney.Record? {
        let record = try tx.first(Self.byState, [.bytes(state)]) { row in
            SignInJourney.Record(
                state: row.bytes(0), browser: row.bytes(1), providerID: row.id(2), next: row.text(3), language: row.text(4),
                returnAddress: row.text(5), expiresAt: row.time(6))
        }
        guard try tx.changes(Self.deleteRow, [.bytes(state)]) == 1 else { return nil }
        return record
    }

    private static let insertRow: Statement = """
        INSERT INTO sign_in_journeys (state, browser, provider_id, next, language, return_address, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """
    private static let byState: Statement = """
        SELECT state, browser, provider_id, next, language, return_address, expires_at FROM sign_in_journeys WHERE state = $1
        """
    private static let deleteRow: Statement = "DELETE FROM sign_in_journeys WHERE state = $1"
    private static let purgeRows: Statement = "DELETE FROM sign_in_journeys WHERE expires_at < $1"
}
