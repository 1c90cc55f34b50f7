import Access
import Changes
import ContactsAPI
import Core
package import Database
import JSON

extension AccountStore {
    /// Writes what differs from `old`, which was loaded in this transaction for update; `nil` makes the account. `cause` names the
    /// event it comes from. Nothing of an account is ever removed here.
    package static func save(_ account: Account, was old: Account?, cause: String, in tx: Transaction) throws {
        try saveCore(account, was: old, in: tx)
        let id: SQLValue = .id(account.id)
        for person in account.people where !(old?.people.contains(person) ?? false) {
            try tx.execute(putPerson, [.id(person.id), id, .text(person.name), .time(person.createdAt)])
            let change = Change(
                ContactsChange.person, record: person.id, account: account.id.id, at: account.changedAt)
            try ChangeStore.add(change, in: tx)
        }
        for (position, point) in account.points.enumerated() where !(old?.points.contains(point) ?? false) {
            try tx.execute(
                putPoint,
                [
                    id, .text(point.kind.rawValue), .text(point.value), .int(position), .text(point.text), .text(point.raw),
                    .text(point.type), .bool(point.isValid), .bool(point.isPrimary), .id(point.person),
                    point.verification.map { .json($0.json()) } ?? .null,
                ])
        }
        for (position, identity) in account.identities.enumerated() where !(old?.identities.contains(identity) ?? false) {
            let added = try tx.changes(
                addIdentity,
                [
                    .text(identity.kind.rawValue), .text(identity.scope), .text(identity.value), id, .int(position),
                    .text(identity.raw),
                ])
            guard added == 1 else {
                // Somebody took it in between in spite of the lock: decide anew.
                throw DatabaseError(kind: .retryable, code: "identity-taken", message: "An identity was taken meanwhile.")
            }
        }
        for (position, address) in account.addresses.enumerated() where !(old?.addresses.contains(address) ?? false) {
            try tx.execute(addAddress, [id, .text(address.type), .text(address.key), .int(position), .json(address.json())])
        }
        for (position, consent) in account.consents.all.enumerated() where !(old?.consents.all.contains(consent) ?? false) {
            try tx.execute(
                putConsent,
                [
                    id, .text(consent.purpose), .text(consent.channel), .time(consent.givenAt), .time(consent.withdrawnAt),
                    .int(position), .text(cause), consent.withdrawnAt == nil ? .null : .text(cause),
                ])
        }
        if account.access.shares != old?.access.shares ?? [] {
            try RecordAccessStore.putShares(account.access.shares, of: account.id.id, in: tx)
        }
        for (position, category) in account.interests.enumerated() where !(old?.interests.contains(category) ?? false) {
            try tx.execute(addInterest, [id, .text(category), .int(position)])
        }
    }

    private static func saveCore(_ account: Account, was old: Account?, in tx: Transaction) throws {
        let (text, nameKey) = (CustomerQuery.text(of: account), CustomerQuery.nameKey(of: account))
        let values: [SQLValue] = [
            .id(account.id), .text(account.kind.rawValue), .text(account.name), .bool(account.isNamed),
            .text(nameKey), .text(account.language), .text(text), .int(account.orders),
            .time(account.lastOrderAt ?? never), .time(account.changedAt), .int(account.version), .id(account.access.owner),
            .id(account.access.unit ?? UnitTree.root),
        ]
        let known = try old.map { try indexed($0, in: tx) }
        let doc = try tx.first(old == nil ? add : update, old == nil ? values + [.time(account.createdAt)] : values) { $0.int(0) }
        guard let doc else {
            throw DatabaseError(kind: .other, code: "account-missing", message: "An account to be changed is not there.")
        }
        try AccountSearch.put(name: doc, old: known?.name, new: nameKey, in: tx)
        try AccountSearch.put(account: doc, old: known?.text, new: text, in: tx)
    }

    /// What the indexes of parts hold of an account. SQLite has to be told it as it was written, which may have been in another
    /// form than today's; PostgreSQL forgets it by itself.
    private static func indexed(_ old: Account, in tx: Transaction) throws -> (text: String, name: String) {
        if tx.engine == .sqlite, let written = try tx.first(selectTexts, [.id(old.id)], { ($0.text(0), $0.text(1)) }) {
            return written
        }
        return (CustomerQuery.text(of: old), CustomerQuery.nameKey(of: old))
    }

    /// Writes the texts that the account is found by in today's form. False when they are so already.
    package static func reindex(_ account: Account, in tx: Transaction) throws -> Bool {
        let (text, nameKey) = (CustomerQuery.text(of: account), CustomerQuery.nameKey(of: account))
        guard let (doc, line, key) = try tx.first(selectIndexed, [.id(account.id)], { ($0.int(0), $0.text(1), $0.text(2)) })
        else { return false }
        // PostgreSQL's index has a text of its own, which can be older than that of the row.
        let held = try AccountSearch.line(of: doc, in: tx) ?? line
        guard (line, key, held) != (text, nameKey, text) else { return false }
        try tx.execute(updateTexts, [.id(account.id), .text(text), .text(nameKey)])
        try AccountSearch.put(name: doc, old: key, new: nameKey, in: tx)
        try AccountSearch.put(account: doc, old: held, new: text, in: tx)
        return true
    }

    private static let selectIndexed: Statement = "SELECT doc, search_text, name_key FROM accounts WHERE id = $1"
    private static let updateTexts: Statement = "UPDATE accounts SET search_text = $2, name_key = $3 WHERE id = $1"
    private static let selectTexts: Statement = "SELECT search_text, name_key FROM accounts WHERE id = $1"

    private static let add: Statement = """
        INSERT INTO accounts
        (id, kind, name, is_named, name_key, language, search_text, orders, last_order_at, changed_at, version, owner_id, unit_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING doc
        """
    private static let update: Statement = """
        UPDATE accounts SET kind = $2, name = $3, is_named = $4, name_key = $5, language = $6, search_text = $7, orders = $8,
        last_order_at = $9, changed_at = $10, version = $11, owner_id = $12, unit_id = $13 WHERE id = $1 RETURNING doc
        """
    private static let putPerson: Statement = """
        INSERT INTO people (id, account_id, name, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name
        """
    private static let putPoint: Statement = """
        INSERT INTO contact_points (account_id, kind, value, position, display, raw, type, is_valid, is_primary, person_id, verification)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (account_id, kind, value)
        DO UPDATE SET is_primary = excluded.is_primary, verification = excluded.verification
        """
    private static let addIdentity: Statement = """
        INSERT INTO identities (kind, scope, value, account_id, position, raw) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (kind, scope, value) DO NOTHING
        """
    private static let addAddress: Statement = """
        INSERT INTO addresses (account_id, type, value_key, position, data) VALUES ($1, $2, $3, $4, $5)
        """
    private static let putConsent: Statement = """
        INSERT INTO consents (account_id, purpose, channel, given_at, withdrawn_at, position, given_cause, withdrawn_cause)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (account_id, purpose, channel, given_at)
        DO UPDATE SET withdrawn_at = excluded.withdrawn_at, withdrawn_cause = excluded.withdrawn_cause
        """
    private static let addInterest: Statement = """
        INSERT INTO interests (account_id, category, position) VALUES ($1, $2, $3)
        """
}
