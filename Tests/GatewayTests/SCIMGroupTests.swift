import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct SCIMGroupTests {
    @Test(arguments: Engine.required) func `a directory keeps groups and their members`(_ engine: Engine) async throws {
        let scim = try await SCIMGateway(engine)
        let (anna, boris) = (try await scim.user("anna"), try await scim.user("boris"))
        let made = try await scim.send(
            .post, "/Groups",
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"g-1","displayName":"Sales","members":[{"value":"\#(anna)"}]}"#
        )
        #expect(made.status == 201)
        let id = try #require(try made.json["id"]?.string)
        #expect(try made.json["members"]?.array?.first?["display"]?.string == "anna")
        #expect(try await scim.send(.get, "/Groups/\(id)").bytes == made.bytes)
        #expect(try await scim.send(.get, "/Users/\(anna)").json["groups"]?.array?.first?["value"]?.string == id)
        let cases: [(String, Set<String>)] = [
            // Entra ID.
            (#"[{"op":"Add","path":"members","value":[{"$ref":null,"value":"\#(boris)"}]}]"#, [anna, boris]),
            (#"[{"op":"Remove","path":"members","value":[{"$ref":null,"value":"\#(anna)"}]}]"#, [boris]),
            (#"[{"op":"Replace","path":"displayName","value":"Sellers"}]"#, [boris]),
            // Okta.
            (#"[{"op":"add","path":"members","value":[{"value":"\#(anna)","display":"anna"}]}]"#, [anna, boris]),
            (#"[{"op":"remove","path":"members[value eq \"\#(boris)\"]"}]"#, [anna]),
            (#"[{"op":"replace","path":"members","value":[{"value":"\#(boris)"}]}]"#, [boris]),
            (#"[{"op":"replace","value":{"id":"\#(id)","displayName":"Sales"}}]"#, [boris]),
            (#"[{"op":"add","value":{"members":[{"value":"\#(anna)"}]}}]"#, [anna, boris]),
            (#"[{"op":"remove","path":"members"}]"#, []),
            (#"[{"op":"add","path":"members","value":{"value":"\#(anna)"}}]"#, [anna]),
        ]
        for (operations, members) in cases {
            #expect(try await scim.patch("/Groups/\(id)", operations).status == 200, "\(operations)")
            #expect(try await scim.members(id) == members, "\(operations)")
        }
        #expect(try await scim.names(#"displayName eq "SALES""#, "Groups") == ["Sales"])
        #expect(try await scim.names(#"externalId eq "g-1""#, "Groups", "&excludedAttributes=members") == ["Sales"])
        #expect(try await scim.names(#"id eq "\#(id)" and members eq "\#(anna)""#, "Groups") == ["Sales"])
        #expect(try await scim.names(#"members.value eq "\#(boris)""#, "Groups") == [])
        let put = try await scim.send(.put, "/Groups/\(id)", #"{"displayName":"Sales","members":[{"value":"\#(boris)"}]}"#)
        #expect(put.status == 200)
        #expect(try put.json["externalId"] == nil)
        #expect(try await scim.members(id) == [boris])
        #expect(try await scim.outcome(.delete, "/Groups/\(id)", tag: "W/\"1\"") == "412")
        #expect(try await scim.outcome(.delete, "/Groups/\(id)") == "204")
        #expect(try await scim.outcome(.get, "/Groups/\(id)") == "404")
    }

    @Test(arguments: [
        (#"{"displayName":""}"#, "400 invalidValue"), (#"{}"#, "400 invalidValue"),
        (#"{"displayName":"x","members":[{"value":"nobody"}]}"#, "400 invalidValue"),
        (#"{"displayName":"x","members":[{"value":"0190a000-0000-7000-8000-000000000001"}]}"#, "400 invalidValue"),
        (#"{"displayName":"x","members":[7]}"#, "400 invalidValue"), (#"{"displayName":"TAKEN"}"#, "409 uniqueness"),
        (#"{"displayName":"x","externalId":"g-1"}"#, "409 uniqueness"), (#"{"displayName":"x","members":[]}"#, "201"),
    ])
    func `what cannot be a group is refused`(body: String, outcome: String) async throws {
        let scim = try await SCIMGateway()
        let anna = try await scim.user("anna")
        _ = try await scim.send(.post, "/Groups", #"{"displayName":"Taken","externalId":"g-1","members":[{"value":"\#(anna)"}]}"#)
        #expect(try await scim.outcome(.post, "/Groups", body) == outcome)
    }

    @Test(arguments: Engine.required) func `who is in a group holds its roles, and loses them with it`(_ engine: Engine)
        async throws
    {
        let scim = try await SCIMGateway(engine)
        let gateway = scim.gateway
        let admin = try await gateway.token(of: gateway.administrator)
        let seller = try TestGateway.builtIn("Seller")
        // Made here first, to give it a role; the directory then finds it by its name.
        let made = try await gateway.call(.post, GroupRoutes.path, as: admin, #"{"name":"Sales","roles":["\#(seller)"]}"#)
        let anna = try await scim.user("anna")
        let id = try #require(ID(anna))
        let group = try await scim.group("sales", [anna])
        #expect(try made.json["id"]?.string == group)
        func roles() async throws -> Set<String> { Set(try await gateway.rights(of: id).viewer.grants.map(\.role)) }
        #expect(try await roles() == ["Seller"])
        gateway.clock.advance(seconds: 1)
        _ = try await scim.patch("/Groups/\(group)", #"[{"op":"remove","path":"members[value eq \"\#(anna)\"]"}]"#)
        #expect(try await roles() == [])
        _ = try await scim.patch("/Groups/\(group)", #"[{"op":"add","path":"members","value":[{"value":"\#(anna)"}]}]"#)
        #expect(try await roles() == ["Seller"])
        gateway.clock.advance(seconds: 1)
        #expect(try await scim.outcome(.delete, "/Groups/\(group)") == "204")
        try await gateway.runJobs()
        #expect(try await roles() == [])
    }
}
