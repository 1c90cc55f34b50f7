import Core
import Database
import HTTP
import JSON
import Jobs
import Replay

/// Fills the installation with the demo company, through the same doors as everybody and in the name of the administrator who wished it.
/// A run that was cut short goes on where it was, as the company is the same every time.
struct FillDemo: Sendable {
    static let kind = "gateway.fill-demo"

    struct Payload: Shape, JSONWritable {
        static let shapeName = "FillDemo"
        let userID: ID
        let language: String

        init(userID: ID, language: String) {
            (self.userID, self.language) = (userID, language)
        }

        init(_ fields: inout ShapeReader) {
            userID = fields.id("userID")
            language = fields.text("language", length: 2...2)
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("userID", userID)
                writer.field("language", language)
            }
        }
    }

    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource
    /// The gateway's own way in.
    let door: Handler

    /// Puts it into the queue; a second wish while one runs changes nothing.
    static func begin(_ payload: Payload, jobs: JobQueue, at now: Timestamp, in tx: Transaction) throws {
        guard try jobs.enqueue(kind, payload: payload.json(), uniqueKey: kind, in: tx) != nil else { return }
        try ProfileStore().save(DemoRun(state: .running, done: 0, total: DemoCompany.steps, detail: ""), at: now, in: tx)
    }

    var handler: JobHandler {
        JobHandler(
            kind: Self.kind, policy: RetryPolicy(attempts: 5, first: 2, longest: 60), timeout: 1800, concurrency: 1
        ) { try await run($0) }
    }

    private func run(_ job: JobContext) async throws {
        guard let wish = try? Shapes.decode(Payload.self, from: job.payload) else {
            throw JobFailure.permanent("The payload names nobody in whose name it is done.")
        }
        let tokens = DemoTokens(database: database, clock: clock, ids: ids)
        let made = try await tokens.make(source: DemoShop.source, as: wish.userID)
        do {
            let company = DemoCompany(
                shop: shopDoor(made.shop), office: shopDoor(made.office), now: clock.now(), language: wish.language,
                progress: { done, total in
                    try await save(DemoRun(state: .running, done: done, total: total, detail: ""))
                })
            _ = try await company.fill()
            try await tokens.revoke(made)
        } catch {
            try? await tokens.revoke(made)
            let detail = (error as? any Problem)?.detail ?? "It ended in the middle and is tried again by itself."
            try await save(DemoRun(state: .failed, done: 0, total: DemoCompany.steps, detail: detail))
            throw error
        }
        let now = clock.now()
        try await job.complete { tx in
            let run = DemoRun(state: .done, done: DemoCompany.steps, total: DemoCompany.steps, detail: "")
            try ProfileStore().save(run, at: now, in: tx)
        }
    }

    private func save(_ run: DemoRun) async throws {
        let now = clock.now()
        try await database.write { tx in try ProfileStore().save(run, at: now, in: tx) }
    }

    private func shopDoor(_ token: String) -> ShopDoor {
        ShopDoor(address: "the gateway") { [door] method, path, fields, body, _ in
            var request = HTTPRequest(
                method: method, target: path, fields: HTTPFields(fields + [("Authorization", "Bearer " + token)]))
            if let body { request.body = .bytes(body) }
            request.remoteAddress = "127.0.0.1"
            let response = try await door(request)
            return WebResponse(
                status: response.status, fields: response.fields, body: try await response.body.collect(upTo: 64 << 20))
        }
    }
}
