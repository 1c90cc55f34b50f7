import Audit
import Core
import Database
import Gateway
import Observability

/// What the operator of the machine changes at the gateway's database, with its lines in the audit.
enum OperatorAudit {
    /// `door` is the command. The line names the operator, who needs no right of the suite.
    static func run<Result>(
        _ duty: AuditDuty, _ door: String, _ database: any Database, _ ids: IdentifierSource,
        body: (_ database: any Database) async throws -> Result
    ) async throws -> Result {
        let audit = AuditTrail(service: GatewayModule.name, database: database, ids: ids, metrics: Metrics())
        let note = AuditNote(
            duty, trail: audit, caller: Caller(kind: .service, subject: "operator", name: "operator", scopes: []),
            door: door, scope: nil, address: "", request: "")
        return try await AuditNote.$current.withValue(note) { try await body(audit.database) }
    }
}
