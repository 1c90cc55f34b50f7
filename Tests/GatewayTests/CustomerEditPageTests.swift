import Audit
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit
import Synchronization
import Testing

@testable import Gateway

@Suite struct CustomerEditPageTests {
    /// Contacts with one customer, whose version rises with each change.
    private final class Client: Sendable {
        private let state = Mutex((version: Int64(1), name: "Ann", email: "ann@example.com", may: AccountEdit.fields))

        func set(name: String) { state.withLock { ($0.version, $0.name) = ($0.version + 1, name) } }
        func set(email: String) { state.withLock { ($0.version, $0.email) = ($0.version + 1, email) } }
        func allow(_ fields: [String]) { state.withLock { $0.may = fields } }
        var name: String { state.withLock { $0.name } }
        var email: String { state.withLock { $0.email } }

        private var resource: [UInt8] {
            state.withLock { state in
                let json: JSONValue = [
                    "id": .string(FakeResources.id.description), "kind": "person", "name": .string(state.name),
                    "unitID": .string(FakeResources.id.description), "access": "full",
                    "emails": [["address": .string(state.email), "type": "personal", "primary": true]], "phones": [],
                    "version": .number(JSONNumber(state.version)), "changeable": .array(state.may.map { .string($0) }),
                ]
                return json.json()
            }
        }

        var service: Handler {
            get throws {
                try FakeServices.service(
                    "contacts",
                    [
                        Route(.get, "/v1/accounts/{id}", access: .signedIn, audit: .none("A test."), "One.") { _ in
                            .json(self.resource)
                        },
                        Route(.patch, "/v1/accounts/{id}", access: .signedIn, audit: .none("A test."), "Edit.") { request in
                            let edit = try await request.decode(AccountEdit.self)
                            guard try request.expectedVersion() == self.state.withLock({ $0.version }) else {
                                throw Refusal(.stale, "stale", "Changed meanwhile.")
                            }
                            if edit.email == "nobody" {
                                throw Refusal(
                                    .invalid, "unusable", "No.",
                                    faults: [Fault(pointer: "/email", code: "unusable", detail: "No.")])
                            }
                            if let name = edit.name { self.set(name: name) }
                            if let email = edit.email { self.set(email: email) }
                            return .json(self.resource)
                        },
                    ])
            }
        }
    }

    private static let path = "/customers/\(FakeResources.id)/edit"

    private func open(_ client: Client) async throws -> Browser {
        try await Browser.signIn(try await TestGateway(services: ["contacts": try client.service]), language: "en")
    }

    /// What the form of this page would send.
    private func fields(_ html: String) -> [(String, String)] {
        html.matches(of: #/name="(version|was\.[a-z]+)" value="([^"]*)"/#).map { (String($0.1), String($0.2)) }
    }

    @Test func `only what somebody changed is sent, and leads back to the card`() async throws {
        let client = Client()
        let browser = try await open(client)
        let page = try await browser.get(Self.path).text
        PageRules.check(page, Self.path)
        let answer = try await browser.post(Self.path, fields(page) + [("name", "Anna"), ("email", "ann@example.com")])
        #expect(answer.location == "/customers/\(FakeResources.id)?done=saved")
        #expect((client.name, client.email) == ("Anna", "ann@example.com"))
    }

    @Test func `where both changed the same field, both versions stand side by side and the choice is saved`() async throws {
        let client = Client()
        let browser = try await open(client)
        let before = fields(try await browser.get(Self.path).text)
        client.set(name: "Theirs")
        let clash = try await browser.post(Self.path, before + [("name", "Mine"), ("email", "new@example.com")])
        #expect(clash.status == 412 && client.name == "Theirs")
        PageRules.check(clash.text, Self.path)
        #expect(clash.text.contains(#"type="radio" name="name" value="Mine" checked"#))
        #expect(clash.text.contains(#"type="radio" name="name" value="Theirs""#))
        // The other field needs no choice and goes with it.
        #expect(clash.text.contains(#"<input type="hidden" name="email" value="new@example.com">"#))
        let saved = try await browser.post(
            Self.path, fields(clash.text) + [("name", "Theirs"), ("email", "new@example.com")])
        #expect(saved.status == 303)
        #expect((client.name, client.email) == ("Theirs", "new@example.com"))
    }

    @Test func `where each changed another field, the form comes with both and waits for a look`() async throws {
        let client = Client()
        let browser = try await open(client)
        let before = fields(try await browser.get(Self.path).text)
        client.set(email: "theirs@example.com")
        let again = try await browser.post(Self.path, before + [("name", "Mine"), ("email", "ann@example.com")])
        #expect(again.status == 412)
        #expect(again.text.contains(#"value="Mine""#) && again.text.contains(#"value="theirs@example.com""#))
        let saved = try await browser.post(
            Self.path, fields(again.text) + [("name", "Mine"), ("email", "theirs@example.com")])
        #expect(saved.status == 303)
        #expect((client.name, client.email) == ("Mine", "theirs@example.com"))
    }

    @Test func `a field that cannot be used says so beside what was typed`() async throws {
        let client = Client()
        let browser = try await open(client)
        let before = fields(try await browser.get(Self.path).text)
        let answer = try await browser.post(Self.path, before + [("name", "Mine"), ("email", "nobody")])
        #expect(answer.status == 422)
        #expect(answer.text.contains("This has not the form of a mail address.") && answer.text.contains(#"value="Mine""#))
    }

    @Test func `who may change nothing has no form, and who may change little has little of it`() async throws {
        let client = Client()
        let browser = try await open(client)
        client.allow(["name"])
        let page = try await browser.get(Self.path).text
        #expect(page.contains(#"name="name""#) && !page.contains(#"name="email""#))
        client.allow([])
        #expect(try await browser.get(Self.path).status == 403)
        #expect(try await browser.get("/customers/\(FakeResources.id)").text.contains("/edit") == false)
    }
}
