import Core
import Glibc
import HTTP
import Observability
import Synchronization
import Testing

struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Keeps the log's records, to be looked at.
final class LogTail: LogSink {
    private let kept = Mutex<[String]>([])
    func write(_ record: LogRecord) { kept.withLock { $0.append(record.message) } }
    var messages: [String] { kept.withLock { $0 } }
}

/// A server on a free port for the length of a test.
struct TestServer: Sendable {
    let server: HTTPServer
    let group: EventLoopGroup
    let port: Int
    let log = LogTail()
    let metrics = Metrics()

    init(
        host: String = "127.0.0.1", threads: Int = 1, tls: TLSFiles? = nil, limits: ServerLimits = ServerLimits(),
        group shared: EventLoopGroup? = nil, forwarder: (any Forwarder)? = nil, _ handler: @escaping Handler = TestServer.echo
    ) throws {
        group = shared ?? EventLoopGroup(threads: threads)
        server = HTTPServer(
            host: host, port: 0, tls: tls, limits: limits, group: group, logger: Logger(label: "test", sink: log),
            metrics: metrics, forwarder: forwarder, handler: handler)
        port = try server.start()
    }

    func stop(within seconds: Double = 5) async {
        await server.shutdown(within: seconds)
        group.shutdown()
    }

    /// Answers with method, target and length of the body.
    static let echo: Handler = { request in
        let body = try await request.body.collect(upTo: 1 << 20)
        return .text("\(request.method.rawValue) \(request.target) \(body.count)")
    }

    func connect() throws -> TestSocket { try TestSocket(port: port) }
}

func withServer<Result>(
    threads: Int = 1, limits: ServerLimits = ServerLimits(), _ handler: @escaping Handler = TestServer.echo,
    _ body: (TestServer) async throws -> Result
) async throws -> Result {
    let server = try TestServer(threads: threads, limits: limits, handler)
    do {
        let result = try await body(server)
        await server.stop()
        return result
    } catch {
        await server.stop(within: 0)
        throw error
    }
}

/// Waits until the condition holds, for at most a minute.
func eventually(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let end = monotonicMicroseconds() + 60_000_000
    while monotonicMicroseconds() < end {
        if try await condition() { return }
        try await Task.sleep(nanoseconds: 2_000_000)
    }
    Issue.record(what, sourceLocation: sourceLocation)
}
