import Core
import HTTP
import JSON
import Orders
import Replay
import Runtime

/// Checks the receipts that a shop has kept.
enum ReceiptCommands {
    private static let keysPath = "/.well-known/relata-receipts.json"

    static let verify = Command(
        "receipts verify", "Check signed receipts against the published keys; needs no server when the keys are in a file.",
        arguments: ["FILE"],
        options: [
            Command.Option(
                "keys", "FILE|URL", "The keys, as \(keysPath) gives them; from http://127.0.0.1:8080 when absent.")
        ],
        details: """
            FILE holds one receipt or several: a JSON object, an array (the answer to a batch as it is), or one object a line.
            An answer that holds a receipt will do as well. Prints a line for each. Exit 0 when all are valid, 1 when one is
            not.

            Save the keys with: curl -o keys.json https://HOST\(keysPath)
            """
    ) { input in
        let verifier: ReceiptVerifier
        do {
            verifier = try ReceiptVerifier(jwks: try await keys(input["keys"] ?? "http://127.0.0.1:8080" + keysPath))
        } catch let fault as ReceiptFault {
            throw Refusal(.failed, "keys", fault.description)
        }
        let documents = try documents(of: input.arguments[0])
        var invalid = 0
        for (index, document) in documents.enumerated() {
            do {
                for receipt in try verifier.verify(document.json()) {
                    Console.print("valid    \(index + 1)  \(title(receipt))\n")
                }
            } catch {
                invalid += 1
                Console.print("INVALID  \(index + 1)  \(title(document))  \(error)\n")
            }
        }
        if documents.count > 1 { Console.print("\(documents.count - invalid) of \(documents.count) are valid.\n") }
        return invalid == 0 ? 0 : 1
    }

    private static func title(_ json: JSONValue) -> String {
        let receipt = json["first"] ?? json["receipt"] ?? json
        return ["outcome", "source", "id", "receivedAt"].compactMap { receipt[$0]?.string }.joined(separator: " ")
    }

    private static func documents(of path: String) throws -> [JSONValue] {
        let bytes = try contents(of: path)
        let limits = JSONLimits(depth: 40, bytes: 64 << 20)
        if let whole = try? JSONValue.parse(bytes, limits: limits) { return whole.array ?? [whole] }
        var documents: [JSONValue] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard !line.allSatisfy({ $0 <= 0x20 }) else { continue }
            do {
                documents.append(try JSONValue.parse(Array(line), limits: limits))
            } catch {
                throw Refusal(.malformed, "not-json", "\(path) is not JSON, nor is its line \(index + 1): \(error)")
            }
        }
        guard !documents.isEmpty else { throw Refusal(.malformed, "no-receipt", "\(path) holds no receipt.") }
        return documents
    }

    private static func keys(_ place: String) async throws -> [UInt8] {
        guard place.hasPrefix("http://") || place.hasPrefix("https://") else { return try contents(of: place) }
        let reply: WebResponse
        do {
            reply = try await WebClient(userAgent: "relata-receipts").send(.get, place, timeoutSeconds: 10)
        } catch let error as WebError {
            throw Refusal(
                .unavailable, "keys", "The keys at \(place) cannot be read (\(error.detail)); name a saved file with --keys.")
        }
        guard reply.status == 200 else {
            throw Refusal(.unavailable, "keys", "\(place) answered \(reply.status) instead of the keys.")
        }
        return reply.body
    }

    private static func contents(of path: String) throws -> [UInt8] {
        let file = try FileBytes.open(path)
        var bytes: [UInt8] = []
        while let more = try file.next() { bytes += more }
        return bytes
    }
}
