import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import TestKit
import Testing

@testable import Contacts

/// `PATCH /v1/accounts/{id}`.
@Suite struct EditAccountTests {
    private static let customer = #"{"shopId":"1","name":"Ann","email":"ann@example.com","phone":"+7 912 345-67-89"}"#

    private func edit(
        _ bench: ContactsBench, _ id: AccountID, _ body: String, version: Int64?, viewer: Viewer = .everything(role: "Test")
    ) async throws -> (status: Int, etag: String?, json: JSONValue) {
        try await bench.request(
            .patch, "/v1/accounts/\(id)", ifMatch: version.map { "\"\($0)\"" }, body: body, scopes: [ContactsScope.write],
            viewer: viewer)
    }

    private func read(_ bench: ContactsBench, _ id: AccountID, viewer: Viewer = .everything(role: "Test")) async throws
        -> AccountResource
    {
        let answer = try await bench.request(
            .get, "/v1/accounts/\(id)", scopes: [ContactsScope.read], viewer: viewer)
        return try #require(Shapes.read(AccountResource.self, from: answer.json).value)
    }

    @Test(arguments: Engine.required) func `name, language, mail and phone are corrected, told and found; what was known stays`(
        _ engine: Engine
    ) async throws {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(Self.customer)
        let done = try await edit(
            bench, id, #"{"name":" Anna Kim ","language":"ru","email":"Kim@Example.com","phone":"+79051447731"}"#, version: 2)
        #expect((done.status, done.etag) == (200, "\"3\""))
        let account = try await read(bench, id)
        #expect((account.name, account.language) == ("Anna Kim", "ru"))
        #expect(account.emails?.map(\.address) == ["ann@example.com", "Kim@Example.com"])
        #expect(account.emails?.map(\.isPrimary) == [false, true])
        #expect(account.phones?.filter(\.isPrimary).map(\.number) == ["+79051447731"])
        let told = try #require(try await bench.told().last)
        let event = try Shapes.decode(AccountChanged.self, from: told.data)
        #expect((event.name, event.emails.first, event.phones.first) == ("Anna Kim", "Kim@Example.com", "+79051447731"))
        #expect(told.version == 3)
        for text in ["7731", "kim@example", "anna%20kim"] {
            let found = try await bench.request(.get, "/v1/customers?q=\(text)", scopes: [ContactsScope.read])
            #expect(found.json["items"]?.array?.first?["id"]?.string == id.description, "\(text)")
        }
        // An order with the new address is hers.
        #expect(try await bench.place(#"{"email":"kim@example.com"}"#, source: "urn:shop:two") == id)
    }

    @Test(arguments: Engine.required) func `the second of two is refused, and nothing of his is saved`(_ engine: Engine)
        async throws
    {
        let bench = try await ContactsBench(engine)
        let id = try await bench.place(Self.customer)
        #expect(try await edit(bench, id, #"{"name":"One"}"#, version: 2).status == 200)
        let second = try await edit(bench, id, #"{"name":"Two"}"#, version: 2)
        #expect((second.status, second.json["code"]?.string) == (412, "stale"))
        #expect(try await edit(bench, id, #"{"name":"Two"}"#, version: nil).status == 428)
        #expect(try await read(bench, id).name == "One")
    }

    @Test func `what is as it was changes nothing and tells nobody`() async throws {
        let bench = try await ContactsBench(.sqlite)
        let id = try await bench.place(Self.customer)
        let before = try await bench.told().count
        let done = try await edit(bench, id, #"{"name":"Ann","email":"ANN@example.com","phone":"+79123456789"}"#, version: 2)
        #expect((done.status, done.etag) == (200, "\"2\""))
        #expect(try await bench.told().count == before)
    }

    @Test(arguments: [
        (#"{"email":"nobody"}"#, "/email"), (#"{"phone":"+7 12"}"#, "/phone"), (#"{"language":"по-русски"}"#, "/language"),
        (#"{"name":"   "}"#, "/name"),
    ])
    func `a field that cannot be used is named`(body: String, pointer: String) async throws {
        let bench = try await ContactsBench(.sqlite)
        let id = try await bench.place(Self.customer)
        let answer = try await edit(bench, id, body, version: 2)
        #expect(answer.status == 422)
        #expect(answer.json["errors"]?.array?.first?["pointer"]?.string == pointer)
        #expect(try await read(bench, id).version == 2)
    }

    @Test func `an address that another customer is known by is noted here and stays his`() async throws {
        let bench = try await ContactsBench(.sqlite)
        let id = try await bench.place(Self.customer)
        let other = try await bench.place(#"{"shopId":"2","name":"Bob","email":"bob@example.com"}"#)
        #expect(try await edit(bench, id, #"{"email":"bob@example.com"}"#, version: 2).status == 200)
        #expect(try await read(bench, id).emails?.contains { $0.address == "bob@example.com" && $0.isPrimary } == true)
        #expect(try await bench.place(#"{"email":"bob@example.com"}"#, source: "urn:shop:two") == other)
    }

    @Test func `who may change what is said with the customer and holds at the door`() async throws {
        let bench = try await ContactsBench(.sqlite)
        let id = try await bench.place(Self.customer)
        func viewer(_ actions: Set<Action>, _ fields: [FieldGroup: FieldAccess] = [:]) -> Viewer {
            Viewer(
                user: bench.ids.next(),
                grants: [Grant(role: "r", resource: .account, actions: actions, scope: .all, fields: fields)])
        }
        let reader = viewer([.view])
        #expect(try await read(bench, id, viewer: reader).changeable == [])
        #expect(try await edit(bench, id, #"{"name":"X"}"#, version: 2, viewer: reader).json["code"]?.string == "missing-right")
        let half = viewer([.view, .change], [.contact: .read])
        #expect(try await read(bench, id, viewer: half).changeable == ["name", "language"])
        #expect(try await edit(bench, id, #"{"email":"x@example.com"}"#, version: 2, viewer: half).status == 403)
        #expect(try await edit(bench, id, #"{"name":"X"}"#, version: 2, viewer: half).status == 200)
        let nobody = Viewer(user: bench.ids.next(), grants: [])
        #expect(try await edit(bench, id, #"{"name":"Y"}"#, version: 3, viewer: nobody).status == 404)
    }
}
