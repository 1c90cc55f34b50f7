package import Audit
package import Core
package import Database
package import Events
package import HTTP
package import Jobs
package import Observability

/// What a service stands on. Nothing of it is global.
package struct Platform: Sendable {
    package let name: String
    /// Where there is an audit, that of the audit: what changes something in answer to a request brings its line.
    package let database: any Database
    /// `nil` in tests of parts that owe none.
    package let audit: AuditTrail?
    package let outbox: Outbox
    package let jobs: JobQueue
    package let clock: any WallClock
    package let ids: IdentifierSource
    package let settings: Settings
    package let logger: Logger
    package let metrics: Metrics
    package let peers: Peers
    /// What readiness asks of the ground: the database and the broker. In one process with others, theirs too.
    package let checks: [String: ServiceModule.Check]
    /// Where files may be written; `nil` where there is no such folder.
    package let dataFolder: String?

    package init(
        name: String, database: any Database, audit: AuditTrail? = nil, outbox: Outbox, jobs: JobQueue, clock: any WallClock,
        ids: IdentifierSource,
        settings: Settings, logger: Logger, metrics: Metrics, peers: Peers, checks: [String: ServiceModule.Check],
        dataFolder: String?
    ) {
        self.name = name
        self.database = audit?.database ?? database
        self.audit = audit
        self.outbox = outbox
        self.jobs = jobs
        self.clock = clock
        self.ids = ids
        self.settings = settings
        self.logger = logger
        self.metrics = metrics
        self.peers = peers
        self.checks = checks
        self.dataFolder = dataFolder
    }
}

/// The other services as handlers: over HTTP with keep-alive, or in this process with the same encoded request.
package struct Peers: Sendable {
    /// So that a handler is kept as it is: as the value of a generic container it is wrapped on its way in and on its way out, and every
    /// call goes through both.
    private struct Peer {
        let handler: Handler
        let line: PeerLine?
    }

    private var peers: [String: Peer] = [:]

    package init(_ handlers: [String: Handler] = [:]) {
        for (name, handler) in handlers { add(name, handler) }
    }

    /// `line` for a peer over HTTP.
    package mutating func add(_ service: String, _ handler: @escaping Handler, line: PeerLine? = nil) {
        peers[service] = Peer(handler: handler, line: line)
    }

    package subscript(service: String) -> Handler? { peers[service]?.handler }
    package func line(to service: String) -> PeerLine? { peers[service]?.line }
    package var names: [String] { peers.keys.sorted() }
}

/// What a peer's handler does, in parts: for requests that are forwarded without it.
package struct PeerLine: Sendable {
    package let client: PeerClient
    /// The fields that a request carries in the caller's name.
    package let credentials: @Sendable (Caller) -> HTTPFields

    package init(client: PeerClient, credentials: @escaping @Sendable (Caller) -> HTTPFields) {
        (self.client, self.credentials) = (client, credentials)
    }
}
