import Core
import HTTP
import JSON
import ServiceKit

/// Asks a server whether it is ready and prints what is wrong when it is not.
package enum ReadinessCheck {
    package static func run(url: String) async throws -> Int32 {
        let answer: WebResponse
        do {
            answer = try await WebClient(userAgent: "relata-check").send(
                .get, url + "/health/ready", fields: [], body: nil, timeoutSeconds: 5, maxResponse: 100_000)
        } catch let error as WebError {
            Console.error("Nothing answers at \(url) (\(error.detail)). Start the server, or name its address with --url.\n")
            return 1
        }
        if answer.status == 200 {
            Console.print("ready\n")
            return 0
        }
        guard let health = try? Shapes.decode(Health.self, from: answer.body) else {
            Console.error("The server at \(url) answered \(answer.status) and nothing that says more.\n")
            return 1
        }
        for failure in health.failures { Console.error("\(failure.name): \(failure.detail)\n") }
        return 1
    }
}
