package import Database

/// The audit of a service, in its own schema. Triggers refuse what would change or remove a line, so that neither a mistake in the
/// program nor a stray statement can; who owns the database can drop them, and is found out by the chain.
package enum AuditMigrations {
    package static let all: [Migration] = [Migration("audit-0001", tables + triggers)]

    private static let tables: [Statement] = [
        """
        CREATE TABLE audit_entries (
            id \(.uuid) PRIMARY KEY, at \(.timestamp) NOT NULL, actor_kind \(.text) NOT NULL, actor \(.text) NOT NULL,
            actor_name \(.text) NOT NULL, address \(.text) NOT NULL, request \(.text) NOT NULL, action \(.text) NOT NULL,
            resource \(.text) NOT NULL, door \(.text) NOT NULL, outcome \(.text) NOT NULL, records \(.text) NOT NULL,
            fields \(.text) NOT NULL, rule \(.text) NOT NULL, details \(.text) NOT NULL, number \(.bigint), hash \(.bytes)
        ) \(.strict)
        """,
        "CREATE UNIQUE INDEX audit_entries_number_key ON audit_entries (number) WHERE number IS NOT NULL",
        "CREATE INDEX audit_entries_unsealed_idx ON audit_entries (id) WHERE number IS NULL",
        "CREATE INDEX audit_entries_actor_idx ON audit_entries (actor, id)",
        // Finds the entries of a record; the truth is in the entries.
        """
        CREATE TABLE audit_records (
            record_id \(.text) NOT NULL, entry_id \(.uuid) NOT NULL, PRIMARY KEY (record_id, entry_id)
        ) \(.strict)
        """,
        // Where the chain ends, and where it begins since older entries were removed.
        """
        CREATE TABLE audit_chain (
            id \(.bigint) PRIMARY KEY, number \(.bigint) NOT NULL, hash \(.bytes) NOT NULL, removed \(.bigint) NOT NULL,
            removed_hash \(.bytes) NOT NULL, removed_until \(.timestamp)
        ) \(.strict)
        """,
        Statement(
            postgres:
                "INSERT INTO audit_chain VALUES (1, 0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'), NULL)",
            sqlite: "INSERT INTO audit_chain VALUES (1, 0, zeroblob(32), 0, zeroblob(32), NULL)"),
        // What an actor saw and exported in an hour, for the alarm; kept for a day.
        """
        CREATE TABLE audit_volumes (
            actor \(.text) NOT NULL, hour \(.bigint) NOT NULL, action \(.text) NOT NULL, records \(.bigint) NOT NULL,
            alarmed \(.bool) NOT NULL, PRIMARY KEY (actor, hour, action)
        ) \(.strict)
        """,
    ]

    private static let triggers: [Statement] = [
        Statement(
            postgres: """
                CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''audit lines are only added'' USING ERRCODE = ''23001''; END'
                """, sqlite: ""),
        // Once, an entry gets its number and its hash; nothing else of it is ever changed.
        Statement(
            postgres: """
                CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries FOR EACH ROW WHEN (
                    OLD.number IS NOT NULL OR NEW.number IS NULL OR NEW.hash IS NULL
                    OR (NEW.id, NEW.at, NEW.actor_kind, NEW.actor, NEW.actor_name, NEW.address, NEW.request, NEW.action,
                        NEW.resource, NEW.door, NEW.outcome, NEW.records, NEW.fields, NEW.rule, NEW.details)
                    IS DISTINCT FROM (OLD.id, OLD.at, OLD.actor_kind, OLD.actor, OLD.actor_name, OLD.address, OLD.request,
                        OLD.action, OLD.resource, OLD.door, OLD.outcome, OLD.records, OLD.fields, OLD.rule, OLD.details)
                ) EXECUTE FUNCTION audit_refuse()
                """,
            sqlite: """
                CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries WHEN
                    OLD.number IS NOT NULL OR NEW.number IS NULL OR NEW.hash IS NULL
                    OR (NEW.id, NEW.at, NEW.actor_kind, NEW.actor, NEW.actor_name, NEW.address, NEW.request, NEW.action,
                        NEW.resource, NEW.door, NEW.outcome, NEW.records, NEW.fields, NEW.rule, NEW.details)
                    <> (OLD.id, OLD.at, OLD.actor_kind, OLD.actor, OLD.actor_name, OLD.address, OLD.request,
                        OLD.action, OLD.resource, OLD.door, OLD.outcome, OLD.records, OLD.fields, OLD.rule, OLD.details)
                BEGIN SELECT RAISE(ABORT, 'audit lines are only added'); END
                """),
        // What retention has set as the beginning of the chain may go, and nothing else.
        Statement(
            postgres: """
                CREATE FUNCTION audit_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN
                    IF OLD.number <= (SELECT removed FROM audit_chain WHERE id = 1) THEN RETURN OLD; END IF;
                    RAISE EXCEPTION ''audit lines are removed by retention alone'' USING ERRCODE = ''23001'';
                END'
                """, sqlite: ""),
        Statement(
            postgres: """
                CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries FOR EACH ROW
                EXECUTE FUNCTION audit_refuse_delete()
                """,
            sqlite: """
                CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
                WHEN OLD.number IS NULL OR OLD.number > (SELECT removed FROM audit_chain WHERE id = 1)
                BEGIN SELECT RAISE(ABORT, 'audit lines are removed by retention alone'); END
                """),
        Statement(
            postgres: """
                CREATE TRIGGER audit_entries_truncate BEFORE TRUNCATE ON audit_entries EXECUTE FUNCTION audit_refuse()
                """, sqlite: ""),
        // The chain only grows, at its end and, by what retention removes, at its beginning.
        Statement(
            postgres: """
                CREATE TRIGGER audit_chain_update BEFORE UPDATE ON audit_chain FOR EACH ROW WHEN (
                    NEW.number < OLD.number OR NEW.removed < OLD.removed OR NEW.removed > NEW.number
                    OR NEW.number = OLD.number AND NEW.hash <> OLD.hash
                ) EXECUTE FUNCTION audit_refuse()
                """,
            sqlite: """
                CREATE TRIGGER audit_chain_update BEFORE UPDATE ON audit_chain WHEN
                    NEW.number < OLD.number OR NEW.removed < OLD.removed OR NEW.removed > NEW.number
                    OR NEW.number = OLD.number AND NEW.hash <> OLD.hash
                BEGIN SELECT RAISE(ABORT, 'audit lines are only added'); END
                """),
        Statement(
            postgres: """
                CREATE TRIGGER audit_chain_delete BEFORE DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_refuse()
                """,
            sqlite: """
                CREATE TRIGGER audit_chain_delete BEFORE DELETE ON audit_chain
                BEGIN SELECT RAISE(ABORT, 'audit lines are only added'); END
                """),
    ]
}
