import Audit
import Core
import Database
import HTTP
import JSON
import Observability
import ServiceKit
import Synchronization
import Testing

@Suite struct ServiceHandlerTests {
    private struct Answer {
        let response: HTTPResponse
        let bytes: [UInt8]
        var status: Int { response.status }
        var json: JSONValue { get throws { try JSONValue.parse(bytes) } }
    }

    private let log = MemoryLog()

    private func ask(
        _ request: HTTPRequest, caller: Caller = .anonymous, refusing: Refusal? = nil, _ routes: [Route]
    ) async throws -> Answer {
        let handler = try ServiceHandler.make(
            service: "test", routes: routes, ids: IdentifierSource(clock: SystemClock()),
            logger: Logger(label: "test", sink: log), metrics: Metrics()
        ) { _ in
            if let refusing { throw refusing }
            return caller
        }
        let response = try await handler(request)
        return Answer(response: response, bytes: try await response.body.collect(upTo: 100_000))
    }

    private func route(_ access: Access, _ handler: @escaping Handler = { _ in .text("done") }) -> Route {
        Route(.get, "/things/{id}", access: access, audit: .none("A test."), "A thing.", handler: handler)
    }

    private func caller(_ kind: Caller.Kind, _ scopes: Set<String>) -> Caller {
        Caller(kind: kind, subject: "1", name: "Ann", scopes: scopes)
    }

    @Test(
        arguments: [
            (Access.open, Caller.Kind.anonymous, [], 200), (.signedIn, .anonymous, [], 401), (.signedIn, .token, [], 200),
            (.scope("a:read"), .anonymous, [], 401), (.scope("a:read"), .person, [], 403),
            (.scope("a:read"), .token, ["a:write"], 403),
            (.scope("a:read"), .token, ["a:read"], 200), (.scope("a:read"), .person, ["*"], 200),
            (.scope("a:read"), .person, ["a:*", "a:read:x", "A:READ"], 403),
        ] as [(Access, Caller.Kind, Set<String>, Int)])
    func `a route is entered only by who may`(access: Access, kind: Caller.Kind, scopes: Set<String>, status: Int) async throws {
        let entered = Atomic(false)
        let answer = try await ask(
            HTTPRequest(method: .get, target: "/things/1"), caller: caller(kind, scopes),
            [
                route(access) { _ in
                    entered.store(true, ordering: .relaxed); return .text("done")
                }
            ])
        #expect(answer.status == status)
        #expect(entered.load(ordering: .relaxed) == (status == 200))
        if status != 200 { #expect(answer.response.fields["Content-Type"] == "application/problem+json") }
        if status == 401 { #expect(answer.response.fields["WWW-Authenticate"] == "Bearer") }
    }

    @Test func `a refusal is problem+json with code, request id and every fault`() async throws {
        var request = HTTPRequest(method: .get, target: "/things/1", fields: [("X-Request-ID", "abc")])
        request.id = "never used"
        let fault = Fault(pointer: "/a~1b", code: "missing", detail: "Is required.")
        let answer = try await ask(
            request, [route(.open) { _ in throw Refusal(.invalid, "bad", "Words.", faults: [fault]) }])
        #expect(answer.status == 422)
        #expect(
            try answer.json == [
                "type": "about:blank", "title": "Unprocessable Content", "status": 422, "code": "bad", "detail": "Words.",
                "requestId": "abc", "errors": [["pointer": "/a~1b", "code": "missing", "detail": "Is required."]],
            ])
        #expect(answer.response.fields["X-Request-ID"] == "abc")
        #expect(log.records.isEmpty)
    }

    @Test func `an unknown error shows nothing of itself and is logged once`() async throws {
        struct Secret: Error { let words = "the inside" }
        let answer = try await ask(HTTPRequest(method: .get, target: "/things/1"), [route(.open) { _ in throw Secret() }])
        #expect(answer.status == 500)
        #expect(try answer.json["code"] == "failed")
        #expect(!String(decoding: answer.bytes, as: UTF8.self).contains("inside"))
        #expect(log.records.count == 1 && log.records.first?.level == .error)
        #expect(log.records.first?.fields["request"] == answer.response.fields["X-Request-ID"])
    }

    @Test(arguments: [
        (DatabaseError.Kind.unavailable, 503, "unavailable"), (.retryable, 503, "unavailable"), (.storage, 503, "storage"),
        (.other, 500, "failed"), (.duplicate(constraint: "x"), 500, "failed"),
    ])
    func `a database that does not work now is no fault of the program`(
        kind: DatabaseError.Kind, status: Int, code: String
    ) async throws {
        let answer = try await ask(
            HTTPRequest(method: .get, target: "/things/1"),
            [route(.open) { _ in throw DatabaseError(kind: kind, code: "X", message: "password=secret") }])
        #expect(answer.status == status)
        #expect(try answer.json["code"]?.string == code)
        #expect(!String(decoding: answer.bytes, as: UTF8.self).contains("secret"))
        #expect(answer.response.fields["Retry-After"] == (status == 503 ? "5" : nil))
        #expect(log.records.count == 1)
    }

    @Test func `who cannot be told is refused before any route`() async throws {
        let answer = try await ask(
            HTTPRequest(method: .get, target: "/things/1"), refusing: Refusal(.unauthenticated, "bad-internal-token", "No."),
            [route(.open)])
        #expect(answer.status == 401)
        #expect(try answer.json["code"] == "bad-internal-token")
    }

    @Test func `an unknown address is 404, a wrong method 405 with what is allowed, HEAD is served by GET`() async throws {
        let routes = [
            route(.open), Route(.put, "/things/{id}", access: .open, audit: .none("A test."), "Put.") { _ in .empty() },
        ]
        #expect(try await ask(HTTPRequest(method: .get, target: "/other"), routes).status == 404)
        let refused = try await ask(HTTPRequest(method: .delete, target: "/things/1"), routes)
        #expect(refused.status == 405)
        #expect(Set(refused.response.fields["Allow"]?.split(separator: ", ") ?? []) == ["GET", "PUT", "HEAD"])
        #expect(try await ask(HTTPRequest(method: .head, target: "/things/1"), routes).status == 200)
    }

    @Test(arguments: ["", "a b", "a\"b", String(repeating: "x", count: 65), "é"])
    func `a request id that is none is replaced`(given: String) async throws {
        let answer = try await ask(
            HTTPRequest(method: .get, target: "/things/1", fields: [("X-Request-ID", given)]), [route(.open)])
        #expect(answer.response.fields["X-Request-ID"].flatMap { ID($0) } != nil)
    }

    @Test func `the path's id is read, and what is none names nothing`() async throws {
        let routes = [
            route(.open) { request in
                struct ThingID: Identifier { let id: ID; init(_ id: ID) { self.id = id } }
                return .text(try request.id("id", as: ThingID.self).description)
            }
        ]
        let id = "0190f3c2-7b1a-7cc0-8000-0123456789ab"
        #expect(try await ask(HTTPRequest(method: .get, target: "/things/\(id)"), routes).bytes == Array(id.utf8))
        #expect(try await ask(HTTPRequest(method: .get, target: "/things/7"), routes).status == 404)
    }

    @Test func `two routes of one address are found at start`() {
        #expect(throws: RouteError.self) {
            try ServiceHandler.make(
                service: "test",
                routes: [
                    route(.open),
                    Route(.get, "/things/{other}", access: .open, audit: .none("A test."), "Again.") { _ in .empty() },
                ],
                ids: IdentifierSource(clock: SystemClock()), logger: .silent, metrics: Metrics()
            ) { _ in .anonymous }
        }
    }
}

/// Log records, kept.
final class MemoryLog: LogSink {
    private let kept = Mutex<[LogRecord]>([])

    var records: [LogRecord] { kept.withLock { $0 } }

    func write(_ record: LogRecord) { kept.withLock { $0.append(record) } }
}
