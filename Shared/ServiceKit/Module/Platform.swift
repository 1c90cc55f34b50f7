package import Core
package import Database
package import Events
package import HTTP
package import Jobs
package import Observability

/// What a service stands on. Nothing of it is global.
package struct Platform: Sendable {
    package let name: String
    package let database: any Database
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
        name: String, database: any Database, outbox: Outbox, jobs: JobQueue, clock: any WallClock, ids: IdentifierSource,
        settings: Settings, logger: Logger, metrics: Metrics, peers: Peers, checks: [String: ServiceModule.Check],
        dataFolder: String?
    ) {
        self.name = name
        self.database = database
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
    private let handlers: [String: Handler]

    package init(_ handlers: [String: Handler] = [:]) {
        self.handlers = handlers
    }

    package subscript(service: String) -> Handler? { handlers[service] }
    package var names: [String] { handlers.keys.sorted() }
}
