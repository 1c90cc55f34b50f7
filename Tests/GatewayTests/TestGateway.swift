import Audit
import Core
import Database
import Events
import HTTP
import JSON
import Jobs
import Observability
import ServiceKit
import Synchronization
import TestKit
import Testing

@testable import Gateway

/// A gateway with a database of its own and services that are closures.
final class TestGateway: Sendable {
    static let limits = SessionLimits(idle: 8 * 3600, longest: 168 * 3600)

    let clock = ManualClock()
    let ids: IdentifierSource
    let database: any Database
    let module: ServiceModule
    let tell: TellOrganization
    let folder: String
    let log = MemorySink()
    /// What the services were asked, in order.
    let asked: Asked

    init(
        _ engine: Engine = .sqlite, services: [String: Handler]? = nil, settings: [String: String] = [:]
    ) async throws {
        let asked = Asked()
        self.asked = asked
        ids = IdentifierSource(clock: clock)
        database = try await TestDatabase.make(
            engine, migrations: EventMigrations.all + JobMigrations.all + AuditMigrations.all + GatewayModule.migrations)
        folder = try TemporaryFolder.make()
        let handlers = try services ?? FakeServices.all()
        let peers = handlers.mapValues { handler -> Handler in
            { request in
                asked.note(request)
                return try await handler(request)
            }
        }
        let logger = Logger(label: "gateway", sink: log)
        let outbox = Outbox(source: "/gateway", topic: "crm.gateway.v1", clock: clock, ids: ids, wake: {})
        tell = TellOrganization(outbox: outbox, clock: clock)
        module = try await GatewayModule.make(
            Platform(
                name: "gateway", database: database,
                audit: AuditTrail(service: "gateway", database: database, ids: ids, metrics: Metrics()), outbox: outbox,
                jobs: JobQueue(clock: clock, ids: ids, wake: {}), clock: clock, ids: ids, settings: Settings(settings),
                logger: logger, metrics: Metrics(), peers: Peers(peers), checks: [:], dataFolder: folder))
    }

    deinit {
        TemporaryFolder.remove(folder)
    }

    /// What a client gets.
    struct Answer: Sendable {
        let status: Int
        let fields: HTTPFields
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var json: JSONValue { get throws { try JSONValue.parse(bytes, limits: JSONLimits(depth: 64, bytes: 4_000_000)) } }
        /// Of a problem+json.
        var code: String? { try? json["code"]?.string }
        var location: String? { fields["Location"] }
    }

    func send(
        _ method: HTTPMethod = .get, _ target: String, fields: [(String, String)] = [], body: String? = nil,
        from address: String = "192.0.2.7", secure: Bool = false
    ) async throws -> Answer {
        var request = HTTPRequest(method: method, target: target, fields: HTTPFields([("Host", "crm.example")] + fields))
        if let body { request.body = .bytes(Array(body.utf8)) }
        request.remoteAddress = address
        request.isSecure = secure
        let handler = try #require(module.handler)
        let response = try await handler(request)
        #expect(response.fields.invalidName == nil)
        return Answer(
            status: response.status, fields: response.fields, bytes: try await response.body.collect(upTo: 4_000_000))
    }

    func get(_ target: String, token: String? = nil, accept: String = "*/*") async throws -> Answer {
        try await send(.get, target, fields: [("Accept", accept)] + (token.map { [("Authorization", "Bearer \($0)")] } ?? []))
    }

    /// A token of these scopes, as the operator makes one.
    func token(_ scopes: Set<String>, sources: [String] = [], expiresAt: Timestamp? = nil) async throws -> String {
        try await CreateToken(database: database, clock: clock, ids: ids)(
            name: "test", scopes: scopes, sources: sources, expiresAt: expiresAt
        ).text
    }

    /// Adds a person with a role that opens these scopes on all rows; the password is hashed as for the administrator.
    @discardableResult
    func addUser(_ login: String, password: String, scopes: Set<String>, language: String = "") async throws -> User {
        let user = User(
            id: ids.next(), login: login, name: login, passwordHash: await PasswordHashing.hash(password), language: language)
        let role = Role(
            id: ids.next(), name: "role of \(login)", description: "",
            grants: Scope.named(scopes).map { scope in
                Grant(role: "role of \(login)", resource: scope.resource, actions: [scope.action], scope: .all)
            }, version: 1)
        let now = clock.now()
        let assignment = RoleAssignment(id: ids.next(), userID: user.id, roleID: role.id, from: now, until: nil, version: 1)
        try await database.write { tx in
            try UserStore().insert(user, at: now, in: tx)
            try RoleStore().insert(role, in: tx)
            try AssignmentStore().insert(assignment, in: tx)
        }
        return user
    }

    var adminPassword: String {
        get throws { try TemporaryFolder.read(folder + "/admin-password").filter { $0 != "\n" } }
    }
}

/// Requests as the services saw them.
final class Asked: Sendable {
    private let requests = Mutex<[HTTPRequest]>([])

    var all: [HTTPRequest] { requests.withLock { $0 } }
    var targets: [String] { all.map(\.target) }

    func note(_ request: HTTPRequest) { requests.withLock { $0.append(request) } }
}

/// Log records, kept.
final class MemorySink: LogSink {
    private let kept = Mutex<[LogRecord]>([])

    var records: [LogRecord] { kept.withLock { $0 } }

    func write(_ record: LogRecord) { kept.withLock { $0.append(record) } }
}
