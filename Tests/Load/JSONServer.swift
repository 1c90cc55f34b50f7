import Core
import HTTP
import Observability
import Runtime

/// The suite's HTTP server with the smallest handler, to be measured from outside.
enum JSONServer {
    static let body = #"{"id":"prod-000123","name":"Blue enamel mug 350 ml","price":1299,"currency":"EUR","inStock":true}"#

    static let command = Command(
        "json-server", "Answer every GET with a small JSON, on one thread, until the process is ended.",
        options: [Command.Option("port", "N", "Where to listen on this machine.")]
    ) { input in
        let port = try input.integer("port", default: 0)
        let bytes = Array(body.utf8)
        let group = EventLoopGroup(threads: 1)
        let server = HTTPServer(
            host: "127.0.0.1", port: port, group: group, logger: Logger.silent, metrics: Metrics()
        ) { _ in .json(bytes) }
        Console.print("Listens on port \(try server.start())\n")
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}
