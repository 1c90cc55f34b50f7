import Access
import Contacts
import Core
import Database
import Events
import Observability
import TestKit
import Testing

@Suite struct MigrationTests {
    @Test(arguments: Engine.required) func `runs once and does nothing the second time`(_ engine: Engine) async throws {
        let migrations = AccessMigrations.all + ContactsModule.migrations
        let database = try await TestDatabase.make(engine, migrations: migrations)
        let again = try await Migrator.migrate(
            migrations, database: database, clock: SystemClock(), logger: .silent)
        #expect(again.isEmpty)
    }

    @Test func `every step has a name of its own that tells its place`() {
        let names = ContactsModule.migrations.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("contacts-00") })
    }
}
