import Core
import Database
import HTTP
import JSON
import TestKit
import Testing

@testable import Gateway

@Suite struct SCIMUserTests {
    /// As Entra ID makes a user.
    private static let entra = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef","userName":"Anna.S@example.com","active":true,
        "displayName":"Анна Смирнова","emails":[{"primary":true,"type":"work","value":"anna@example.com"}],
        "meta":{"resourceType":"User"},"name":{"formatted":"Anna Smirnova","familyName":"Smirnova","givenName":"Anna"},
        "title":"Head","roles":[],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Sales"}}
        """

    @Test(arguments: Engine.required) func `a directory makes, reads, changes, switches off and removes a user`(_ engine: Engine)
        async throws
    {
        let scim = try await SCIMGateway(engine)
        #expect(try await scim.names(#"userName eq "anna.s@example.com""#) == [])
        let made = try await scim.send(.post, "/Users", Self.entra)
        #expect(made.status == 201)
        let json = try made.json
        let id = try #require(json["id"]?.string)
        #expect(made.location == "http://crm.example/scim/v2/Users/\(id)" && json["meta"]?["location"]?.string == made.location)
        #expect(made.fields["ETag"] == json["meta"]?["version"]?.string)
        #expect(json["userName"]?.string == "Anna.S@example.com" && json["displayName"]?.string == "Анна Смирнова")
        #expect(json["name"]?["givenName"]?.string == "Anna" && json["active"]?.bool == true)
        #expect(json["emails"]?.array?.first?["value"]?.string == "anna@example.com" && json["groups"] == [])
        let read = try await scim.send(.get, "/Users/\(id)")
        #expect(read.bytes == made.bytes && read.fields["ETag"] == made.fields["ETag"])
        #expect(try await scim.outcome(.post, "/Users", Self.entra) == "409 uniqueness")
        // He is a user like all others.
        let user = try await scim.gateway.database.read { tx in try UserStore().find(loginKey: "anna.s@example.com", in: tx) }
        #expect(user?.name == "Анна Смирнова" && user?.mail == "anna@example.com" && user?.passwordHash == "")
        // Entra ID switches off by a text.
        let off = try await scim.patch("/Users/\(id)", #"[{"op":"Replace","path":"active","value":"False"}]"#)
        #expect(try off.json["active"]?.bool == false && off.fields["ETag"] != made.fields["ETag"])
        let on = try await scim.patch("/Users/\(id)", #"[{"op":"replace","value":{"active":true}}]"#)
        #expect(try on.json["active"]?.bool == true)
        #expect(try await scim.send(.delete, "/Users/\(id)").status == 204)
        #expect(try await scim.outcome(.get, "/Users/\(id)") == "404")
        #expect(try await scim.outcome(.delete, "/Users/\(id)") == "404")
        #expect(try await scim.names(#"userName eq "anna.s@example.com""#) == [])
        // Who comes back is the same user.
        let again = try await scim.send(.post, "/Users", Self.entra)
        #expect(again.status == 201)
        #expect(try again.json["id"]?.string == id)
        #expect(try again.json["active"]?.bool == true)
    }

    @Test func `who is switched off is signed out at once, and his tokens end`() async throws {
        let scim = try await SCIMGateway()
        let id = try await scim.user("anna")
        let user = try #require(ID(id))
        let hash = await PasswordHashing.hash("a long password")
        try await scim.gateway.database.write { tx in
            try tx.execute("UPDATE users SET password_hash = $2 WHERE id = $1", [.id(user), .text(hash)])
        }
        let token = try await scim.gateway.token(of: user)
        let browser = try await Browser.signIn(scim.gateway, login: "anna", password: "a long password")
        #expect(try await browser.get("/me").status == 200)
        _ = try await scim.patch("/Users/\(id)", #"[{"op":"replace","path":"active","value":false}]"#)
        #expect(try await browser.get("/me").status == 303)
        #expect(try await scim.gateway.call(.get, "/v1/me/sessions", as: token).status == 401)
        #expect(try await scim.gateway.told().last { $0.data["userID"]?.string == id }?.data["isActive"]?.bool == false)
    }

    @Test(
        arguments: [
            // Entra ID.
            (#"[{"op":"Replace","path":"displayName","value":"New"}]"#, "displayName", "New"),
            (#"[{"op":"Add","path":"name.givenName","value":"Ann"}]"#, "name.givenName", "Ann"),
            (
                #"[{"op":"Replace","path":"emails[type eq \"work\"].value","value":"n@example.com"}]"#, "emails.0.value",
                "n@example.com"
            ),
            (
                #"[{"op":"Replace","path":"emails[type eq \"home\"].value","value":"n@example.com"}]"#, "emails.0.value",
                "a@example.com"
            ),
            (#"[{"op":"Replace","path":"userName","value":"anna2"}]"#, "userName", "anna2"),
            (#"[{"op":"Add","value":{"name.familyName":"S","displayName":"B"}}]"#, "name.familyName", "S"),
            (
                #"[{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"X"}]"#,
                "displayName", "Anna"
            ),
            // Okta.
            (#"[{"op":"replace","value":{"displayName":"New","id":"x","userName":"anna3"}}]"#, "userName", "anna3"),
            (
                #"[{"op":"replace","path":"emails","value":[{"value":"x@example.com","type":"home"},{"value":"y@example.com","primary":true}]}]"#,
                "emails.0.value", "y@example.com"
            ),
            (#"[{"op":"remove","path":"emails"}]"#, "emails", ""), (#"[{"op":"remove","path":"externalId"}]"#, "externalId", ""),
            (#"[{"op":"replace","path":"externalId","value":"e-2"}]"#, "externalId", "e-2"),
            (#"[{"op":"replace","path":"nickName","value":"A"}]"#, "displayName", "Anna"),
            (#"[{"op":"add","path":"name","value":{"formatted":"F","givenName":"G"}}]"#, "name.givenName", "G"),
        ] as [(String, String, String)])
    func `changes are taken as directories write them`(operations: String, place: String, wanted: String) async throws {
        let scim = try await SCIMGateway()
        let id = try await scim.user(
            "anna", #","displayName":"Anna","externalId":"e-1","emails":[{"value":"a@example.com","type":"work"}]"#)
        let answer = try await scim.patch("/Users/\(id)", operations)
        #expect(answer.status == 200, "\(answer.text)")
        let whole = try answer.json
        let found = place.split(separator: ".").reduce(Optional(whole)) { json, part in
            Int(part).map { json?.array?[$0] } ?? json?[String(part)]
        }
        #expect((found?.string ?? "") == wanted)
        let read = try await scim.send(.get, "/Users/\(id)")
        #expect(read.bytes == answer.bytes)
    }

    @Test(arguments: [
        (#"{"userName":""}"#, "400 invalidValue"), (#"{"displayName":"x"}"#, "400 invalidValue"),
        (#"{"userName":"a b"}"#, "400 invalidValue"), (#"{"userName":7}"#, "400 invalidValue"),
        (#"{"userName":"a","emails":[{"value":"no address"}]}"#, "400 invalidValue"),
        (#"{"userName":"a","active":"perhaps"}"#, "400 invalidValue"), ("[]", "400 invalidSyntax"), ("{", "400 invalidSyntax"),
        (#"{"userName":"ADMIN"}"#, "409 uniqueness"), (#"{"userName":"x","externalId":"e-1"}"#, "409 uniqueness"),
        (#"{"userName":"x","emails":[{"value":"B@example.com"}]}"#, "409 uniqueness"),
        (#"{"userName":"x","unknown":{"deep":[1]},"password":"secret","name":null}"#, "201"),
    ])
    func `what cannot be a user is refused`(body: String, outcome: String) async throws {
        let scim = try await SCIMGateway()
        try await scim.user("boris", #","externalId":"e-1","emails":[{"value":"b@example.com"}]"#)
        #expect(try await scim.outcome(.post, "/Users", body) == outcome)
    }

    @Test(arguments: [
        ("[]", "200"), (#"[{"op":"move","path":"active","value":true}]"#, "400 invalidSyntax"),
        (#"[{"op":"remove"}]"#, "400 noTarget"), (#"[{"op":"replace","path":"a[","value":1}]"#, "400 invalidPath"),
        (#"[{"op":"replace","path":"active","value":"x"}]"#, "400 invalidValue"),
        (#"[{"op":"add","value":7}]"#, "400 invalidValue"),
        (#"[{"op":"replace","path":"userName","value":"Admin"}]"#, "409 uniqueness"),
        (#"[{"op":"remove","path":"userName"}]"#, "400 invalidValue"), ("7", "400 invalidSyntax"),
    ])
    func `a change that makes no sense changes nothing`(operations: String, outcome: String) async throws {
        let scim = try await SCIMGateway()
        let id = try await scim.user("anna")
        let before = try await scim.send(.get, "/Users/\(id)")
        #expect(try await scim.outcome(.patch, "/Users/\(id)", #"{"Operations":\#(operations)}"#) == outcome)
        #expect(try await scim.send(.get, "/Users/\(id)").bytes == before.bytes)
    }

    @Test(arguments: Engine.required) func `users are found by filters, a page at a time`(_ engine: Engine) async throws {
        let scim = try await SCIMGateway(engine)
        let anna = try await scim.user(
            "anna", #","externalId":"E-1","emails":[{"value":"anna@example.com"}],"displayName":"Anna""#)
        for name in ["boris", "an_a", "clara%"] { try await scim.user(name) }
        let cases: [(String, [String])] = [
            (#"userName eq "ANNA""#, ["anna"]), (#"userName sw "an""#, ["an_a", "anna"]), (#"userName co "n_""#, ["an_a"]),
            (#"userName co "%""#, ["clara%"]), (#"userName ew "is""#, ["boris"]), (#"externalId eq "E-1""#, ["anna"]),
            (#"externalId eq "e-1""#, []), (#"id eq "\#(anna)""#, ["anna"]), (#"id eq "nonsense""#, []),
            (#"emails.value eq "Anna@Example.com""#, ["anna"]), (#"emails[type eq "work"].value sw "anna""#, ["anna"]),
            (#"userName eq "anna" or userName eq "boris""#, ["anna", "boris"]), (#"userName eq "anna" and active eq false"#, []),
            (#"not (userName sw "a") and active eq true"#, ["boris", "clara%"]), ("externalId pr", ["anna"]),
            (#"userName eq "a' OR '1'='1""#, []), (#"displayName eq "Anna""#, ["anna"]),
        ]
        for (filter, names) in cases { #expect(try await scim.names(filter) == names, "\(filter)") }
        for filter in [
            "userName", #"password eq "x""#, #"userName gt "a""#, #"externalId co "E""#, #"emails[type eq "home"].value eq "x""#,
        ] {
            #expect(
                try await scim.outcome(.get, "/Users?filter=\(PercentText.encoded(filter))") == "400 invalidFilter", "\(filter)")
        }
        func page(_ query: String) async throws -> String {
            let json = try await scim.send(.get, "/Users?\(query)").json
            let names = (json["Resources"]?.array ?? []).compactMap { $0["userName"]?.string }
            return
                "\(json["totalResults"]?.int ?? -1) \(json["startIndex"]?.int ?? -1) \(json["itemsPerPage"]?.int ?? -1) \(names)"
        }
        #expect(try await page("startIndex=2&count=2") == #"5 2 2 ["an_a", "anna"]"#)
        #expect(try await page("startIndex=0&count=0") == "5 1 0 []")
        #expect(try await page("startIndex=9") == "5 9 0 []")
        #expect(try await scim.outcome(.get, "/Users?count=x") == "400 invalidValue")
        let cut = try await scim.send(
            .get, "/Users/\(anna)?attributes=userName,urn:ietf:params:scim:schemas:core:2.0:User:active")
        #expect(try cut.json.object?.members.map(\.key) == ["schemas", "id", "userName", "active"])
        let without = try await scim.send(.get, "/Users/\(anna)?excludedAttributes=groups,meta")
        #expect(try without.json["groups"] == nil && without.json["meta"] == nil && without.json["userName"] != nil)
    }

    @Test func `a whole resource replaces another one under its ETag`() async throws {
        let scim = try await SCIMGateway()
        let id = try await scim.user("anna", #","displayName":"Anna","externalId":"e-1","name":{"givenName":"A"}"#)
        let tag = try #require(try await scim.send(.get, "/Users/\(id)").fields["ETag"])
        let body = #"{"userName":"anna","displayName":"Anna B"}"#
        #expect(try await scim.outcome(.put, "/Users/\(id)", body, tag: "W/\"0.0\"") == "412")
        let put = try await scim.send(.put, "/Users/\(id)", body, tag: tag)
        #expect(put.status == 200)
        #expect(try put.json["externalId"] == nil && put.json["name"]?["givenName"] == nil)
        #expect(try put.json["displayName"]?.string == "Anna B")
        #expect(try await scim.outcome(.delete, "/Users/\(id)", tag: tag) == "412")
        #expect(try await scim.outcome(.delete, "/Users/\(id)", tag: "*") == "204")
    }

    @Test func `what SCIM can do is described, and only a directory's token opens it`() async throws {
        let scim = try await SCIMGateway()
        for target in [
            "/ServiceProviderConfig", "/ResourceTypes", "/ResourceTypes/User", "/Schemas", "/Schemas/\(SCIMMessage.groupSchema)",
        ] {
            #expect(try await scim.send(.get, target).status == 200, "\(target)")
        }
        #expect(try await scim.outcome(.get, "/Schemas/other") == "404")
        #expect(try await scim.outcome(.get, "/Users/nonsense") == "404")
        let seller = try await scim.gateway.token(of: scim.gateway.person("seller", roles: [try TestGateway.builtIn("Seller")]))
        let reader = try await scim.gateway.token(["organization:read"])
        for target in ["/Users", "/Groups", "/ServiceProviderConfig", "/Nothing"] {
            for token in [seller, reader] {
                #expect(try await scim.send(.get, target, token: token).status == (target == "/Nothing" ? 404 : 403))
            }
            #expect(try await scim.send(.get, target, token: "rlt_x").status == 401)
        }
    }

    @Test func `only an administrator makes a token for a directory, and a person gives by SCIM only what he has`() async throws {
        let scim = try await SCIMGateway()
        let gateway = scim.gateway
        let steward = try await gateway.person("steward", roles: [try await gateway.steeringRole()])
        let token = try await gateway.token(of: steward)
        let admin = try await gateway.administrator
        // He keeps users himself.
        let made = try await scim.send(.post, "/Users", #"{"userName":"new"}"#, token: token)
        #expect(made.status == 201)
        let group = try await scim.group("Admins")
        let body = #"{"name":"Admins","roles":["\#(Role.administrator)"]}"#
        #expect(
            try await gateway.call(.put, "\(GroupRoutes.path)/\(group)", as: gateway.token(of: admin), body, version: 1).status
                == 200)
        let join = #"{"Operations":[{"op":"add","path":"members","value":[{"value":"\#(steward)"}]}]}"#
        #expect(try await scim.send(.patch, "/Groups/\(group)", join, token: token).status == 403)
        #expect(
            try await scim.send(
                .patch, "/Users/\(admin)", #"{"Operations":[{"op":"replace","path":"active","value":false}]}"#, token: token
            ).status == 403)
        #expect(
            try await scim.send(
                .patch, "/Users/\(admin)", #"{"Operations":[{"op":"replace","path":"userName","value":"x"}]}"#, token: token
            ).status == 403)
        #expect(try await gateway.rights(of: steward).scopes.contains("*") == false)
        // The directory cannot take the last administrator away either.
        #expect(try await scim.outcome(.delete, "/Users/\(admin)") == "409")
        let wish = #"{"name":"d","scopes":["directory:write"],"sources":[]}"#
        #expect(try await gateway.call(.post, "/v1/tokens", as: token, wish).status == 403)
        #expect(try await gateway.call(.post, "/v1/tokens", as: gateway.token(of: admin), wish).status == 201)
    }
}
