import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct UserTests {
    private static let anna =
        #"{"login":"anna","name":"Anna","mail":"anna@example.com","timeZone":"Europe/Moscow","language":"ru"}"#

    @Test(arguments: Engine.required) func `a user is made once, read, changed and listed`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let made = try await gateway.call(.post, "/v1/users", as: admin, Self.anna, key: "k")
        #expect(made.status == 201 && made.fields["ETag"] == "\"1\"")
        let again = try await gateway.call(.post, "/v1/users", as: admin, Self.anna, key: "k")
        #expect(again.status == 200 && again.bytes == made.bytes && again.fields["Idempotent-Replayed"] == "true")
        let other = try await gateway.call(.post, "/v1/users", as: admin, #"{"login":"b","name":"B"}"#, key: "k")
        #expect(other.status == 409 && other.code == "already-exists-with-other-content")
        let path = "/v1/users/\(try made.id)"
        let changed = try await gateway.call(
            .patch, path, as: admin, #"{"name":"Anna P.","mail":null,"timeZone":"Asia/Vladivostok"}"#, version: 1)
        #expect(changed.status == 200 && changed.fields["ETag"] == "\"2\"")
        let read = try await gateway.call(.get, path, as: admin)
        #expect(read.bytes == changed.bytes && read.fields["ETag"] == "\"2\"")
        #expect(try read.json["name"]?.string == "Anna P." && read.json["mail"] == nil && read.json["language"]?.string == "ru")
        // What changes nothing is no new version and tells nothing.
        let told = try await gateway.told().count
        #expect(try await gateway.call(.patch, path, as: admin, #"{"name":"Anna P."}"#, version: 2).version == 2)
        #expect(try await gateway.told().count == told)
        let list = try await gateway.call(.get, "/v1/users?limit=1", as: admin)
        #expect(try list.json["items"]?.array?.compactMap { $0["login"]?.string } == ["admin"])
        let next = try #require(try list.json["next"]?.string)
        let rest = try await gateway.call(.get, "/v1/users?limit=1&cursor=\(next)", as: admin)
        #expect(try rest.json["items"]?.array?.compactMap { $0["login"]?.string } == ["anna"])
        #expect(try rest.json["next"] == nil)
    }

    @Test(arguments: Engine.required) func `each change of a user is told with the next number`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let made = try await gateway.call(.post, "/v1/users", as: admin, Self.anna)
        _ = try await gateway.call(.patch, "/v1/users/\(try made.id)", as: admin, #"{"active":false}"#, version: 1)
        let id = try made.id
        let told = try await gateway.told().filter { $0.data["userID"]?.string == id }.map(\.data)
        #expect(told.map { $0["version"]?.int } == [1, 2])
        #expect(told.map { $0["isActive"]?.bool } == [true, false])
        #expect(told.allSatisfy { $0["unitID"]?.string == UnitTree.root.description })
    }

    @Test(
        arguments: [
            (#"{"login":"ADMIN","name":"x"}"#, 409, "login-taken"), (#"{"login":"a b","name":"x"}"#, 422, "out-of-range"),
            (#"{"login":"x","name":""}"#, 422, "out-of-range"), (#"{"login":"x"}"#, 422, "missing"),
            (#"{"login":"x","name":"x","mail":"no mail"}"#, 422, "out-of-range"),
            (#"{"login":"x","name":"x","mail":"a@b@c"}"#, 422, "out-of-range"),
            (#"{"login":"x","name":"x","timeZone":"Europe/Nowhere"}"#, 422, "out-of-range"),
            (#"{"login":"x","name":"x","timeZone":"../../etc/passwd"}"#, 422, "out-of-range"),
            (#"{"login":"x","name":"x","kind":"robot"}"#, 422, "out-of-range"),
            (#"{"login":"x","name":"x","language":"tlh"}"#, 422, "out-of-range"),
        ] as [(String, Int, String)])
    func `a user that cannot be is refused`(body: String, status: Int, code: String) async throws {
        let gateway = try await TestGateway()
        let admin = try await gateway.token(of: gateway.administrator)
        let answer = try await gateway.call(.post, "/v1/users", as: admin, body)
        #expect(answer.status == status)
        let codes = [answer.code] + (try answer.json["errors"]?.array ?? []).map { $0["code"]?.string }
        #expect(codes.contains(code))
        #expect(!answer.text.contains("/etc"))
    }

    @Test(arguments: Engine.required) func `two users never have the same mail address`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        _ = try await gateway.call(.post, "/v1/users", as: admin, Self.anna)
        let boris = try await gateway.call(.post, "/v1/users", as: admin, #"{"login":"boris","name":"Boris"}"#)
        let answer = try await gateway.call(
            .patch, "/v1/users/\(try boris.id)", as: admin, #"{"mail":"Anna@Example.com"}"#, version: 1)
        #expect(answer.status == 409 && answer.code == "mail-taken")
    }

    @Test(arguments: Engine.required) func `two administrators who change the same user do not overwrite each other`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let made = try await gateway.call(.post, "/v1/users", as: admin, Self.anna)
        let path = "/v1/users/\(try made.id)"
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for name in ["One", "Two", "Three"] {
                group.addTask { try await gateway.call(.patch, path, as: admin, #"{"name":"\#(name)"}"#, version: 1).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200, 412, 412])
        #expect(try await gateway.call(.patch, path, as: admin, #"{"name":"x"}"#).status == 428)
    }

    @Test(arguments: Engine.required) func `who leaves is signed out, his tokens end, and his units have no manager`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let user = try await gateway.addUser("boris", password: "a long password", scopes: ["orders:read"])
        let browser = try await Browser.signIn(gateway, login: "boris", password: "a long password")
        #expect(try await browser.get("/docs").status == 200)
        let token = try await gateway.token(of: user.id)
        let unit = try await gateway.unit("North", manager: user.id)
        let time = TestTime()
        let find = FindCaller(
            database: gateway.database, clock: gateway.clock, limits: TestGateway.limits, monotonic: { time.now })
        #expect(try await find(authorization: "Bearer \(token)", cookie: nil).caller.holds("orders:read"))
        let left = try await gateway.call(.patch, "/v1/users/\(user.id)", as: admin, #"{"active":false}"#, version: 1)
        #expect(left.status == 200)
        // The cookie is nobody's at once, a token within the seconds that it is remembered.
        #expect(try await browser.get("/docs").status == 303)
        time.advance(4_900_000)
        await #expect(throws: Refusal.self) { try await find(authorization: "Bearer \(token)", cookie: nil) }
        #expect(try await gateway.rights(of: user.id) == .none)
        let after = try #require(try await gateway.database.read { tx in try UnitStore().find(unit, in: tx) })
        #expect(after.managerID == nil && after.version == 2)
        #expect(
            try await gateway.told().contains { $0.data["unitID"]?.string == unit.description && $0.data["version"]?.int == 2 })
        // He comes back with the roles that he had, and signs in anew.
        let back = try await gateway.call(.patch, "/v1/users/\(user.id)", as: admin, #"{"active":true}"#, version: 2)
        #expect(back.status == 200)
        #expect(try await gateway.rights(of: user.id).scopes == ["orders:read"])
    }

    @Test(arguments: Engine.required) func `the last administrator stays, whoever goes at the same moment`(_ engine: Engine)
        async throws
    {
        let gateway = try await TestGateway(engine)
        let first = try await gateway.administrator
        let admin = try await gateway.token(of: first)
        let refused = try await gateway.call(.patch, "/v1/users/\(first)", as: admin, #"{"active":false}"#, version: 1)
        #expect(refused.status == 409 && refused.code == "last-administrator")
        let second = try await gateway.person("second", roles: [Role.administrator])
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for id in [first, second] {
                group.addTask {
                    try await gateway.call(.patch, "/v1/users/\(id)", as: admin, #"{"active":false}"#, version: 1).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200, 409])
    }

    @Test(arguments: [
        ("GET", "/v1/users"), ("POST", "/v1/users"), ("GET", "/v1/units"), ("POST", "/v1/units"),
        ("GET", "/v1/units/72656c61-7461-7000-8000-000000000001/members"),
        ("POST", "/v1/units/72656c61-7461-7000-8000-000000000001/members"),
        ("PATCH", "/v1/units/72656c61-7461-7000-8000-000000000001"),
    ])
    func `nobody without the right sees or changes the organization`(method: String, target: String) async throws {
        let gateway = try await TestGateway()
        let isRead = method == "GET"
        let wrong = Set(Scope.all.map(\.name)).subtracting([isRead ? "organization:read" : "organization:write"])
        let token = try await gateway.token(wrong)
        let answer = try await gateway.call(
            try #require(["GET": .get, "POST": .post, "PATCH": .patch][method]), target, as: token, isRead ? nil : "{}",
            version: 1)
        #expect(answer.status == 403 && answer.code == "missing-scope")
    }
}
