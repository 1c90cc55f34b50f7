import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct AbsenceTests {
    /// Boris works in Vladivostok, ten hours before UTC; his deputy Anna in Moscow.
    private struct Pair {
        let gateway: TestGateway
        let admin: String
        let anna: ID, boris: ID

        init(_ engine: Engine) async throws {
            gateway = try await TestGateway(engine)
            admin = try await gateway.token(of: gateway.administrator)
            let seller = try TestGateway.builtIn("Seller")
            anna = try await gateway.person("anna", roles: [seller])
            boris = try await gateway.person("boris", roles: [seller])
            for (user, zone) in [(anna, "Europe/Moscow"), (boris, "Asia/Vladivostok")] {
                let answer = try await gateway.call(
                    .patch, "/v1/users/\(user)", as: admin, #"{"timeZone":"\#(zone)"}"#, version: 1)
                #expect(answer.status == 200)
            }
        }

        func away(_ first: String, _ last: String, deputy: ID?) async throws -> TestGateway.Answer {
            let named = deputy.map { #","deputyID":"\#($0)""# } ?? ""
            return try await gateway.call(
                .post, "/v1/users/\(boris)/absences", as: admin, #"{"firstDay":"\#(first)","lastDay":"\#(last)"\#(named)}"#)
        }

        func annaStandsIn() async throws -> Bool {
            try await gateway.rights(of: anna).viewer.deputyFor == [boris]
        }

        func advance(to moment: String) throws {
            let moment = try #require(Timestamp(moment))
            gateway.clock.advance(seconds: moment.seconds(since: gateway.clock.now()))
        }
    }

    @Test(arguments: Engine.required) func `a deputy stands in from midnight to midnight of the one who is away`(_ engine: Engine)
        async throws
    {
        let pair = try await Pair(engine)
        let made = try await pair.away("2026-01-07", "2026-01-08", deputy: pair.anna)
        #expect(made.status == 201)
        #expect(try made.json["startsAt"]?.string == "2026-01-06T14:00:00Z")
        #expect(try made.json["endsAt"]?.string == "2026-01-08T14:00:00Z")
        for (moment, stands) in [
            ("2026-01-06T13:59:59Z", false), ("2026-01-06T14:00:00Z", true), ("2026-01-08T13:59:59Z", true),
            // Midnight in Vladivostok, five in the afternoon in Moscow.
            ("2026-01-08T14:00:00Z", false),
        ] {
            try pair.advance(to: moment)
            #expect(try await pair.annaStandsIn() == stands, "\(moment)")
        }
    }

    @Test(arguments: Engine.required) func `who is remembered as a deputy is none within five seconds of the end`(
        _ engine: Engine
    )
        async throws
    {
        let pair = try await Pair(engine)
        _ = try await pair.away("2026-01-05", "2026-01-05", deputy: pair.anna)
        let token = "Bearer " + (try await pair.gateway.token(of: pair.anna))
        let time = TestTime()
        let find = FindCaller(
            database: pair.gateway.database, clock: pair.gateway.clock, limits: TestGateway.limits, monotonic: { time.now })
        func deputyFor() async throws -> [ID] { try await find(authorization: token, cookie: nil).caller.viewer.deputyFor }
        try pair.advance(to: "2026-01-05T13:59:58Z")
        #expect(try await deputyFor() == [pair.boris])
        try pair.advance(to: "2026-01-05T14:00:02.9Z")
        time.advance(4_900_000)
        #expect(try await deputyFor().isEmpty)
    }

    @Test(arguments: Engine.required) func `days, deputy and time zone can change, and each is told`(_ engine: Engine)
        async throws
    {
        let pair = try await Pair(engine)
        let gateway = pair.gateway
        let made = try await pair.away("2026-01-07", "2026-01-08", deputy: nil)
        let path = "/v1/users/\(pair.boris)/absences/\(try made.id)"
        let changed = try await gateway.call(
            .patch, path, as: pair.admin, #"{"lastDay":"2026-01-09","deputyID":"\#(pair.anna)"}"#, version: 1)
        #expect(try changed.json["endsAt"]?.string == "2026-01-09T14:00:00Z" && changed.version == 2)
        #expect(try await gateway.call(.patch, path, as: pair.admin, #"{"deputyID":null}"#, version: 1).status == 412)
        // He moves to Moscow: the days stay, the midnights are others.
        let moved = try await gateway.call(
            .patch, "/v1/users/\(pair.boris)", as: pair.admin, #"{"timeZone":"Europe/Moscow"}"#, version: 2)
        #expect(moved.status == 200)
        let list = try await gateway.call(.get, "/v1/users/\(pair.boris)/absences", as: pair.admin)
        let now = try #require(try list.json["items"]?.array?.first)
        #expect(now["startsAt"]?.string == "2026-01-06T21:00:00Z" && now["lastDay"]?.string == "2026-01-09")
        #expect(now["version"]?.int == 3)
        #expect(try await gateway.call(.delete, path, as: pair.admin, version: 3).status == 204)
        let told = try await gateway.told().filter { $0.type == "crm.gateway.absence.changed.v1" }.map(\.data)
        #expect(told.map { $0["version"]?.int } == [1, 2, 3, 3])
        #expect(told.last?["isDeleted"]?.bool == true)
    }

    @Test(
        arguments: [
            (#""firstDay":"2026-01-08","lastDay":"2026-01-07""#, 422, "out-of-range"),
            (#""firstDay":"2026-02-30","lastDay":"2026-03-01""#, 422, "out-of-range"),
            (#""firstDay":"2026-01-01","lastDay":"2036-01-01""#, 422, "out-of-range"),
            (#""firstDay":"яяяяяяяяяя","lastDay":"2026-01-01""#, 422, "out-of-range"),
            (#""firstDay":"2026-01-01""#, 422, "missing"),
            (#""firstDay":"2026-01-10","lastDay":"2026-01-20""#, 409, "already-absent"),
        ] as [(String, Int, String)])
    func `an absence that cannot be is refused`(days: String, status: Int, code: String) async throws {
        let pair = try await Pair(.sqlite)
        _ = try await pair.away("2026-01-20", "2026-01-21", deputy: nil)
        let answer = try await pair.gateway.call(.post, "/v1/users/\(pair.boris)/absences", as: pair.admin, "{\(days)}")
        #expect(answer.status == status)
        let codes = [answer.code] + (try answer.json["errors"]?.array ?? []).map { $0["code"]?.string }
        #expect(codes.contains(code))
    }

    @Test func `nobody is his own deputy, and none who has left`() async throws {
        let pair = try await Pair(.sqlite)
        #expect(try await pair.away("2026-01-20", "2026-01-21", deputy: pair.boris).status == 422)
        #expect(try await pair.away("2026-01-20", "2026-01-21", deputy: ID(high: 1, low: 1)).code == "unknown-id")
        _ = try await pair.gateway.call(.patch, "/v1/users/\(pair.anna)", as: pair.admin, #"{"active":false}"#, version: 2)
        #expect(try await pair.away("2026-01-20", "2026-01-21", deputy: pair.anna).status == 422)
    }

    @Test(arguments: Engine.required) func `a person notes his own absence, and no token does it for him`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        try await gateway.addUser("boris", password: "a long password", scopes: ["customers:read"])
        let anna = try await gateway.person("anna", roles: [try TestGateway.builtIn("Front desk")])
        let browser = try await Browser.signIn(gateway, login: "boris", password: "a long password")
        func send(_ method: HTTPMethod, _ path: String, _ body: String? = nil, version: Int? = nil) async throws
            -> TestGateway.Answer
        {
            var fields = [
                ("Cookie", browser.cookie), ("Origin", "http://crm.example"), ("Accept", "*/*"),
                ("Content-Type", "application/json"),
                ("Idempotency-Key", "k"),
            ]
            if let version { fields.append(("If-Match", "\"\(version)\"")) }
            return try await gateway.send(method, path, fields: fields, body: body)
        }
        let days = #"{"firstDay":"2026-01-07","lastDay":"2026-01-08","deputyID":"\#(anna)"}"#
        let made = try await send(.post, "/v1/me/absences", days)
        #expect(made.status == 201)
        #expect(try await send(.get, "/v1/me/absences").json["items"]?.array?.count == 1)
        let path = "/v1/me/absences/\(try made.id)"
        #expect(try await send(.patch, path, #"{"lastDay":"2026-01-07"}"#, version: 1).status == 200)
        #expect(try await send(.delete, path, version: 2).status == 204)
        let text = try #require(try made.json["userID"]?.string)
        let token = try await gateway.token(of: try #require(ID(text)))
        #expect(try await gateway.call(.post, "/v1/me/absences", as: token, days).code == "session-required")
    }
}
