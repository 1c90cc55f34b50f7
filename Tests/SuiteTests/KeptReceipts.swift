import Glibc
import JSON
import Synchronization
import TestKit

/// The answers that a shop keeps, one in a line, to have their receipts verified.
final class KeptReceipts: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ json: [UInt8]) {
        lines.withLock { $0.append(String(decoding: json, as: UTF8.self)) }
    }

    func contain(_ receipt: JSONValue) throws -> Bool {
        try lines.withLock { try $0.contains { try JSONValue.parse(Array($0.utf8)).canonical() == receipt.canonical() } }
    }

    func write(to path: String, changed change: (String) -> String = { $0 }) throws {
        guard let file = fopen(path, "we") else { throw TestSetupError("\(path) cannot be written") }
        defer { fclose(file) }
        for line in lines.withLock({ $0 }) { fputs(change(line) + "\n", file) }
    }
}
