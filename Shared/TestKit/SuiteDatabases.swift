/// PostgreSQL databases for whole arrangements, in the cluster of the tests.
package enum SuiteDatabases {
    /// A new and empty one; its address, as the suite's settings take it.
    package static func create() async throws -> String {
        let cluster = try PostgresCluster.shared.connectionString
        let name = TestDatabase.uniqueName()
        try await run("CREATE DATABASE \(name)", on: cluster)
        return cluster.replacing("dbname=postgres", with: "dbname=\(name)")
    }

    /// One statement, outside of any transaction.
    package static func run(_ statement: String, on url: String) async throws {
        let process = try SuiteProcess.tool("psql", ["-X", "-q", "-d", url, "-c", statement])
        let ending = try await process.ending(within: 60)
        guard ending == .exited(0) else { throw TestSetupError("psql: \(process.errors)") }
    }
}
