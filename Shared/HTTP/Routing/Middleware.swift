/// Answers a request. What it throws is turned into an answer by a middleware above; the server itself only knows 500.
package typealias Handler = @Sendable (HTTPRequest) async throws -> HTTPResponse

/// A function around a handler.
package typealias Middleware = @Sendable (@escaping Handler) -> Handler

/// The handler inside all of them; the first is outermost.
package func handler(_ inner: @escaping Handler, inside middlewares: [Middleware]) -> Handler {
    middlewares.reversed().reduce(inner) { handler, middleware in middleware(handler) }
}
