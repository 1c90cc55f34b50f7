import ContactsAPI
import Core
import Database
import Events
import HTTP
import JSON
import Observability
import ServiceKit
import TestKit
import Testing

@testable import Gateway

@Suite struct OffboardingTests {
    private func finished(
        _ gateway: TestGateway, _ user: ID, deactivates: Bool, deputiesTo: ID? = nil, id: ID? = nil,
        state: ReassignmentState = .done, by: ID? = nil
    ) -> Event {
        let told = ReassignmentFinished(
            reassignmentID: id ?? gateway.ids.next(), state: state, userID: user, deactivates: deactivates,
            deputiesTo: deputiesTo, counts: ReassignmentCounts(moved: 1), at: gateway.clock.now(),
            by: ActorResource(kind: "person", id: by?.description ?? "1", name: "Boss"))
        return Event(
            id: gateway.ids.next().description, source: ContactsEvents.source, type: ContactsEvents.reassignmentFinished,
            key: told.reassignmentID.description, time: gateway.clock.now(), data: told.json())
    }

    private func tell(_ event: Event, _ gateway: TestGateway) async throws {
        for subscription in gateway.module.subscriptions where subscription.topic == ContactsEvents.topic {
            guard case .events(let types, let body) = subscription.handling, types?.contains(event.type) != false else {
                continue
            }
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

    /// Somebody away from yesterday on, in whose place Boris stands in.
    private func absence(
        _ gateway: TestGateway, of user: ID, deputy: ID, firstDay: String = "2026-01-04", lastDay: String = "2026-03-01"
    ) async throws -> ID {
        let admin = try await gateway.token(of: gateway.administrator)
        let body = #"{"firstDay":"\#(firstDay)","lastDay":"\#(lastDay)","deputyID":"\#(deputy)"}"#
        let made = try await gateway.call(.post, "/v1/users/\(user)/absences", as: admin, body)
        try #require(made.status == 201, "\(made.text)")
        return try #require(ID(try made.id))
    }

    private func deputy(_ gateway: TestGateway, _ absence: ID) async throws -> ID? {
        try await gateway.database.read { tx in try AbsenceStore().find(absence, in: tx)?.deputyID }
    }

    @Test(arguments: Engine.required)
    func `where he stood in for others the successor does, and undoing lets him again where nothing was changed since`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let admin = try await gateway.administrator
        let seller = try TestGateway.builtIn("Seller")
        let (anna, boris, clara) = (
            try await gateway.person("anna", roles: [seller]), try await gateway.person("boris", roles: [seller]),
            try await gateway.person("clara", roles: [seller])
        )
        let (now, later, own) = (
            try await absence(gateway, of: anna, deputy: boris),
            try await absence(gateway, of: anna, deputy: boris, firstDay: "2026-03-02", lastDay: "2026-03-09"),
            try await absence(gateway, of: clara, deputy: boris)
        )
        #expect(later != now)
        #expect(try await gateway.rights(of: boris).viewer.deputyFor.sorted() == [anna, clara].sorted())
        let id = gateway.ids.next()
        try await tell(finished(gateway, boris, deactivates: false, deputiesTo: clara, id: id, by: admin), gateway)
        // Nobody is his own deputy.
        for (absence, expected) in [(now, clara), (later, clara), (own, nil)] as [(ID, ID?)] {
            #expect(try await deputy(gateway, absence) == expected)
        }
        #expect(try await gateway.rights(of: clara).viewer.deputyFor == [anna])
        #expect(try await gateway.rights(of: boris).viewer.deputyFor == [])
        let told = try await gateway.told().suffix(3)
        #expect(told.allSatisfy { $0.type == "crm.gateway.absence.changed.v1" })
        // One of them gets another deputy by hand.
        let token = try await gateway.token(of: admin)
        let changed = try await gateway.call(
            .patch, "/v1/users/\(anna)/absences/\(later)", as: token, #"{"deputyID":null}"#, version: 2)
        try #require(changed.status == 200, "\(changed.text)")
        try await tell(finished(gateway, boris, deactivates: false, id: id, state: .undone, by: admin), gateway)
        for (absence, expected) in [(now, boris), (later, nil), (own, boris)] as [(ID, ID?)] {
            #expect(try await deputy(gateway, absence) == expected)
        }
    }

    @Test(arguments: Engine.required)
    func `nobody gives more by an off-boarding than by naming a deputy himself, and who is let go stands in for nobody`(
        _ engine: Engine
    ) async throws {
        let gateway = try await TestGateway(engine)
        let (north, south) = (try await gateway.unit("North"), try await gateway.unit("South"))
        let role = try await gateway.steeringRole()
        // He leads the north, and a seller of the south is away.
        let head = try await gateway.person("head", roles: [role], in: [north])
        let seller = try TestGateway.builtIn("Seller")
        let anna = try await gateway.person("anna", roles: [seller], in: [south])
        let (boris, clara) = (
            try await gateway.person("boris", roles: [seller], in: [north]),
            try await gateway.person("clara", roles: [seller], in: [north])
        )
        let away = try await absence(gateway, of: anna, deputy: boris)
        try await tell(finished(gateway, boris, deactivates: false, deputiesTo: clara, by: head), gateway)
        #expect(try await deputy(gateway, away) == nil)
        #expect(try await gateway.rights(of: clara).viewer.deputyFor == [])
        #expect(gateway.log.records.contains { $0.message.contains("deputy was not passed on") })

        let other = try await absence(gateway, of: clara, deputy: boris)
        try await tell(finished(gateway, boris, deactivates: true, by: head), gateway)
        #expect(try await deputy(gateway, other) == nil)
        let isActive = try await gateway.database.read { tx in try UserStore().find(boris, in: tx)?.isActive }
        #expect(isActive == false)
    }

    @Test func `in how many absences he stands in is told to who may see the organization`() async throws {
        let gateway = try await TestGateway()
        let (anna, boris) = (try await gateway.person("anna"), try await gateway.person("boris"))
        _ = try await absence(gateway, of: anna, deputy: boris)
        let path = "/v1/users/\(boris)/holdings"
        for (scopes, deputies) in [
            ([ContactsScope.assign, "organization:read"], 1), ([ContactsScope.assign], nil),
        ] as [(Set<String>, Int64?)] {
            let answer = try await gateway.get(path, token: try await gateway.token(scopes))
            let held = try #require(Shapes.read(HoldingsResource.self, from: try answer.json).value)
            #expect((held.accounts, held.teams, held.deputies) == (3, 2, deputies))
        }
        #expect(try await gateway.get(path, token: try await gateway.token(["customers:read"])).status == 403)
        let dead = try await TestGateway(services: [:])
        #expect(try await dead.get(path, token: try await dead.token([ContactsScope.assign])).status == 503)
    }
}
