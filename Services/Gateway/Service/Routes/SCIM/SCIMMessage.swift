import Audit
import Core
import HTTP
import JSON

/// The messages of SCIM (RFC 7644 §3): their media type, lists, errors, and what of a resource is wanted.
enum SCIMMessage {
    static let base = "/scim/v2"
    static let userSchema = "urn:ietf:params:scim:schemas:core:2.0:User"
    static let groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group"

    /// Whether a refusal of the request goes to a directory.
    static func isAsked(_ request: HTTPRequest) -> Bool { request.target.hasPrefix(base + "/") }

    static func response(_ json: JSONValue, status: Int = 200, tag: String? = nil, location: String? = nil) -> HTTPResponse {
        var response = HTTPResponse.json(json.json(), status: status)
        response.fields["Content-Type"] = "application/scim+json"
        if let tag { response.fields["ETag"] = tag }
        if let location { response.fields["Location"] = location }
        return response
    }

    /// What a refusal looks like to a directory (RFC 7644 §3.12).
    static func error(_ problem: any Problem) -> HTTPResponse {
        // SCIM has no 422.
        let status = problem.kind == .invalid ? 400 : problem.kind.status
        var members: [(String, JSONValue)] = [
            ("schemas", ["urn:ietf:params:scim:api:messages:2.0:Error"]), ("status", .string(String(status))),
            ("detail", .string(problem.detail)),
        ]
        let reason =
            (problem as? DirectoryRefusal)?.reason.rawValue
            ?? (problem.code == "not-json" ? "invalidSyntax" : problem.kind == .invalid ? "invalidValue" : nil)
        if let reason { members.append(("scimType", .string(reason))) }
        return response(.object(JSONObject(members)), status: status)
    }

    /// For the audit: whom and what is shown.
    static func note(_ resources: [JSONValue]) {
        AuditNote.current?.saw(resources.compactMap { $0["id"]?.string })
    }

    static func list(_ resources: [JSONValue], total: Int64, start: Int) -> HTTPResponse {
        response(
            .object(
                JSONObject([
                    ("schemas", ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]),
                    ("totalResults", .number(JSONNumber(total))), ("startIndex", .number(JSONNumber(Int64(start)))),
                    ("itemsPerPage", .number(JSONNumber(Int64(resources.count)))), ("Resources", .array(resources)),
                ])))
    }

    /// With what `attributes` names, or without what `excludedAttributes` does (§3.9); the id and the schemas always stay.
    static func cut(_ resource: JSONValue, _ query: HTTPQuery) -> JSONValue {
        guard let object = resource.object else { return resource }
        let wanted = names(query.first("attributes")), unwanted = names(query.first("excludedAttributes"))
        guard wanted != nil || unwanted != nil else { return resource }
        let kept = object.members.filter { member in
            let name = member.key.lowercased()
            if ["id", "schemas"].contains(name) { return true }
            return wanted.map { $0.contains(name) } ?? !(unwanted?.contains(name) ?? false)
        }
        return .object(JSONObject(kept.map { ($0.key, $0.value) }))
    }

    /// Whether an attribute is asked for, before it is looked up.
    static func wants(_ name: String, _ query: HTTPQuery) -> Bool {
        if let wanted = names(query.first("attributes")) { return wanted.contains(name) }
        return !(names(query.first("excludedAttributes"))?.contains(name) ?? false)
    }

    private static func names(_ text: String?) -> Set<String>? {
        guard let text, !text.isEmpty else { return nil }
        return Set(
            text.split(separator: ",").prefix(100).map { part in
                let name = part.filter { $0 != " " }.lowercased()
                return String((name.split(separator: ":").last ?? "").prefix { $0 != "." })
            })
    }

    /// `startIndex` from 1, and `count` (§3.4.2.4).
    static func page(_ query: HTTPQuery) throws(DirectoryRefusal) -> (start: Int, count: Int) {
        func number(_ name: String, _ standard: Int) throws(DirectoryRefusal) -> Int {
            guard let text = query.first(name), !text.isEmpty else { return standard }
            guard let number = Int(text) else { throw DirectoryRefusal(.invalidValue, "\(name) must be a whole number.") }
            return number
        }
        return (min(max(1, try number("startIndex", 1)), 1_000_000_000), min(max(0, try number("count", 100)), 200))
    }
}
