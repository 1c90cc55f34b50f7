import Core
import Database
import HTTP
import JSON
import Testing

@testable import Gateway

/// A directory that keeps users and groups at a gateway.
struct SCIMGateway {
    let gateway: TestGateway
    let token: String

    init(_ engine: Engine = .sqlite) async throws {
        gateway = try await TestGateway(engine)
        token = try await gateway.token([Scope.directory])
    }

    func send(
        _ method: HTTPMethod, _ target: String, _ body: String? = nil, tag: String? = nil, token: String? = nil
    ) async throws -> TestGateway.Answer {
        var fields = [("Authorization", "Bearer \(token ?? self.token)"), ("Accept", "application/scim+json")]
        if body != nil { fields.append(("Content-Type", "application/scim+json")) }
        if let tag { fields.append(("If-Match", tag)) }
        let answer = try await gateway.send(method, SCIMMessage.base + target, fields: fields, body: body)
        if answer.status != 204 { #expect(answer.fields["Content-Type"] == "application/scim+json", "\(method) \(target)") }
        return answer
    }

    /// The number of the answer, and the reason of a refusal.
    func outcome(_ method: HTTPMethod, _ target: String, _ body: String? = nil, tag: String? = nil) async throws -> String {
        let answer = try await send(method, target, body, tag: tag)
        guard answer.status >= 400 else { return "\(answer.status)" }
        let json = try answer.json
        #expect(json["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
        #expect(json["status"]?.string == "\(answer.status)" && json["detail"]?.string?.isEmpty == false)
        return "\(answer.status)" + (json["scimType"]?.string.map { " \($0)" } ?? "")
    }

    /// Makes a user; gives his id.
    @discardableResult
    func user(_ name: String, _ more: String = "") async throws -> String {
        let answer = try await send(
            .post, "/Users", #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(name)"\#(more)}"#)
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(try answer.json["id"]?.string)
    }

    func group(_ name: String, _ members: [String] = []) async throws -> String {
        let list = members.map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        let answer = try await send(.post, "/Groups", #"{"displayName":"\#(name)","members":[\#(list)]}"#)
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(try answer.json["id"]?.string)
    }

    func members(_ group: String) async throws -> Set<String> {
        let json = try await send(.get, "/Groups/\(group)").json
        return Set((json["members"]?.array ?? []).compactMap { $0["value"]?.string })
    }

    func patch(_ target: String, _ operations: String) async throws -> TestGateway.Answer {
        try await send(
            .patch, target,
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":\#(operations)}"#)
    }

    func names(_ filter: String, _ kind: String = "Users", _ more: String = "") async throws -> [String] {
        let answer = try await send(.get, "/\(kind)?filter=\(PercentText.encoded(filter))\(more)")
        try #require(answer.status == 200, "\(filter): \(answer.text)")
        return try (answer.json["Resources"]?.array ?? []).compactMap { ($0["userName"] ?? $0["displayName"])?.string }
    }
}
