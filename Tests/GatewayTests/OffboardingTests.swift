import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import ServiceKit
import TestKit
import Testing

@testable import Gateway

@Suite struct OffboardingTests {
    private func finished(_ gateway: TestGateway, _ user: ID, deactivates: Bool) -> Event {
        let told = ReassignmentFinished(
            reassignmentID: gateway.ids.next(), state: .done, userID: user, deactivates: deactivates,
            counts: ReassignmentCounts(moved: 1), at: gateway.clock.now(),
            by: ActorResource(kind: "person", id: "1", name: "Boss"))
        return Event(
            id: gateway.ids.next().description, source: ContactsEvents.source, type: ContactsEvents.reassignmentFinished,
            key: told.reassignmentID.description, time: gateway.clock.now(), data: told.json())
    }

    private func tell(_ event: Event, _ gateway: TestGateway) async throws {
        for subscription in gateway.module.subscriptions where subscription.topic == ContactsEvents.topic {
            guard case .events(_, let body) = subscription.handling else { continue }
            try await gateway.database.write { tx in try body(event, tx) }
        }
    }

    @Test(arguments: Engine.required)
    func `whose off-boarding left nothing with him is let in no more, and an administrator stays`(_ engine: Engine) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.token(of: gateway.administrator)
        let made = try await gateway.call(.post, "/v1/users", as: admin, #"{"login":"anna","name":"Anna"}"#)
        let anna = try #require(ID(try made.id))
        func isActive(_ id: ID) async throws -> Bool? {
            try await gateway.database.read { tx in try UserStore().find(id, in: tx)?.isActive }
        }
        try await tell(finished(gateway, anna, deactivates: false), gateway)
        #expect(try await isActive(anna) == true)
        try await tell(finished(gateway, anna, deactivates: true), gateway)
        #expect(try await isActive(anna) == false)
        let told = try #require(try await gateway.told().last { $0.data["userID"]?.string == anna.description })
        #expect(told.data["isActive"]?.bool == false)
        try await tell(finished(gateway, anna, deactivates: true), gateway)
        try await tell(finished(gateway, gateway.ids.next(), deactivates: true), gateway)
        let administrator = try await gateway.administrator
        try await tell(finished(gateway, administrator, deactivates: true), gateway)
        #expect(try await isActive(administrator) == true)
    }
}
