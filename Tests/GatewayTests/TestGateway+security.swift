import Core
import Database
import Events
import GatewayAPI
import JSON
import Jobs
import ServiceKit
import TestKit
import Testing

@testable import Gateway

extension TestGateway {
    /// Runs the jobs of a kind that wait, as the runner would, and returns how many there were.
    @discardableResult
    func runJobs(_ kind: String) async throws -> Int {
        let waiting = try await database.read { tx in
            try tx.rows("SELECT id, payload FROM jobs WHERE kind = \(.text(kind)) ORDER BY id") { ($0.id(0), $0.bytes(1)) }
        }
        let handler = try #require(module.jobs.first { $0.kind == kind })
        for (id, payload) in waiting {
            try await handler.run(
                JobContext(id: id, kind: kind, payload: payload, attempt: 1) { [database] body in try await database.write(body) }
            )
            try await database.write { tx in try tx.execute("DELETE FROM jobs WHERE id = $1", [.id(id)]) }
        }
        return waiting.count
    }

    /// What people were to hear of, in order.
    func notices() async throws -> [SecurityNotice] {
        try await database.read { tx in
            try tx.rows("SELECT value FROM outbox ORDER BY seq") { $0.bytes(0) }
        }.compactMap { bytes -> SecurityNotice? in
            guard (try? JSONValue.parse(bytes))?["noticeID"] != nil else { return nil }
            return try Shapes.decode(SecurityNotice.self, from: bytes)
        }
    }

    /// A person with a mail address.
    func addPerson(_ login: String, password: String = "a long password", language: String = "ru") async throws -> User {
        let user = User(
            id: ids.next(), login: login, name: "Анна Светлова", mail: "\(login)@lantern.example",
            passwordHash: await PasswordHashing.hash(password), language: language)
        try await database.write { [clock] tx in try UserStore().insert(user, at: clock.now(), in: tx) }
        return user
    }
}
