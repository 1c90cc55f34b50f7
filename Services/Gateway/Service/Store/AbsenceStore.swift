import Core
import Database

struct AbsenceStore: Sendable {
    func insert(_ absence: Absence, in tx: Transaction) throws {
        try tx.execute(
            Self.insertRow,
            [.id(absence.id), .id(absence.userID)] + Self.values(absence))
    }

    /// False when the version is no longer `expected`.
    func update(_ absence: Absence, expecting expected: Int64, in tx: Transaction) throws -> Bool {
        try tx.changes(Self.updateRow, [.id(absence.id), .int(expected)] + Self.values(absence)) == 1
    }

    func delete(_ id: ID, in tx: Transaction) throws {
        try tx.execute(Self.deleteRow, [.id(id)])
    }

    func find(_ id: ID, in tx: Transaction) throws -> Absence? {
        try tx.first(Self.byID, [.id(id)], Self.absence)
    }

    func list(of user: ID, in tx: Transaction) throws -> [Absence] {
        try tx.rows(Self.byUser, [.id(user)], Self.absence)
    }

    func list(ofDeputy deputy: ID, endingAfter now: Timestamp, in tx: Transaction) throws -> [Absence] {
        try tx.rows(Self.byDeputy, [.id(deputy), .time(now)], Self.absence)
    }

    private static func values(_ absence: Absence) -> [SQLValue] {
        [
            .id(absence.deputyID), .text(absence.firstDay.description), .text(absence.lastDay.description),
            .time(absence.startsAt), .time(absence.endsAt), .int(absence.version),
        ]
    }

    private static func absence(_ row: Row) -> Absence {
        let never = CivilDate(year: 1970, month: 1, day: 1)
        return Absence(
            id: row.id(0), userID: row.id(1), deputyID: row.idOrNil(2), firstDay: CivilDate(row.text(3)) ?? never,
            lastDay: CivilDate(row.text(4)) ?? never, startsAt: row.time(5), endsAt: row.time(6), version: row.int(7))
    }

    private static let columns: StaticString =
        "id, user_id, deputy_id, first_day, last_day, starts_at, ends_at, version"
    private static let insertRow: Statement = """
        INSERT INTO absences (\(constant: columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    private static let updateRow: Statement = """
        UPDATE absences SET deputy_id = $3, first_day = $4, last_day = $5, starts_at = $6, ends_at = $7, version = $8
        WHERE id = $1 AND version = $2
        """
    private static let deleteRow: Statement = "DELETE FROM absences WHERE id = $1"
    private static let byID: Statement = "SELECT \(constant: columns) FROM absences WHERE id = $1"
    private static let byUser: Statement = "SELECT \(constant: columns) FROM absences WHERE user_id = $1 ORDER BY starts_at, id"
    private static let byDeputy: Statement = """
        SELECT \(constant: columns) FROM absences WHERE deputy_id = $1 AND ends_at > $2 ORDER BY starts_at, id
        """
}
