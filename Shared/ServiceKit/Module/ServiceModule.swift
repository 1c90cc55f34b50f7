package import Core
package import Database
package import Events
package import HTTP
package import JSON
package import Jobs

/// A service as a value: its table of contents. An executable is a list of such values.
package struct ServiceModule: Sendable {
    package typealias Check = @Sendable () async throws -> Void

    package let name: String
    package let routes: [Route]
    package let subscriptions: [Subscription]
    /// What this process hears for itself, beside the subscriptions that all processes of the service share.
    package let listeners: [EventListener]
    package let jobs: [JobHandler]
    package let schedules: [Schedule]
    /// Work that runs as long as the service does, each in a task of its own, until it is cancelled.
    package let background: [@Sendable () async throws -> Void]
    /// Called when the process is told to stop, before the server waits for what is under way: ends what would go on for ever.
    package let stopping: @Sendable () -> Void
    /// What readiness asks besides the database and the broker; each throws a sentence that says what to do.
    package let checks: [String: Check]
    /// Answers every request in place of the routes, which then only describe; the gateway's way in.
    package let handler: Handler?
    /// Takes requests from the handler that go to a peer as they are.
    package let forwarder: (any Forwarder)?
    /// Further members of the API docs, by name: shapes of event data, published tables (`x-…`).
    package let components: [String: JSONValue]

    package init(
        name: String, routes: [Route], subscriptions: [Subscription] = [], listeners: [EventListener] = [],
        jobs: [JobHandler] = [], schedules: [Schedule] = [],
        background: [@Sendable () async throws -> Void] = [], stopping: @escaping @Sendable () -> Void = {},
        checks: [String: Check] = [:],
        components: [String: JSONValue] = [:],
        forwarder: (any Forwarder)? = nil, handler: Handler? = nil
    ) {
        self.name = name
        self.routes = routes
        self.subscriptions = subscriptions
        self.listeners = listeners
        self.stopping = stopping
        self.jobs = jobs
        self.schedules = schedules
        self.background = background
        self.checks = checks
        self.components = components
        self.handler = handler
        self.forwarder = forwarder
    }
}

/// How a service comes into being: what it needs to know before its database is there, and how it is made once it is.
package protocol ServiceDefinition: SendableMetatype {
    static var name: String { get }
    /// Its own steps; those of events and jobs come before them.
    static var migrations: [Migration] { get }
    static var settings: [Setting] { get }
    static func make(_ platform: Platform) async throws -> ServiceModule
}
