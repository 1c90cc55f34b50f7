import Core
import HTTP
import JSON

/// The API as the demo uses it for people and whose customers they have: in the name of an administrator.
struct DemoDoor: Sendable {
    let door: ShopDoor

    func get(_ path: String) async throws -> (json: JSONValue, etag: String?) {
        let reply = try await door.send(.get, path, [], nil)
        guard reply.status == 200 else { throw ShopDoor.unexpected(reply, "GET \(path)") }
        return (try parse(reply), reply.fields["ETag"])
    }

    /// All pages of a list.
    func list(_ path: String) async throws -> [JSONValue] {
        var items: [JSONValue] = []
        var cursor = ""
        while true {
            let page = try await get(path + (path.contains("?") ? "&" : "?") + "limit=200" + cursor).json
            items += page["items"]?.array ?? []
            guard let next = page["next"]?.string else { return items }
            cursor = "&cursor=" + ShopDoor.escaped(next)
        }
    }

    /// The id of what was made, or was made by this key before.
    func make(_ path: String, key: String, _ body: JSONValue) async throws -> String {
        let reply = try await door.send(
            .post, path, [("Content-Type", "application/json"), ("Idempotency-Key", "demo-" + key)], body.json())
        guard (200...201).contains(reply.status), let id = try parse(reply)["id"]?.string else {
            throw ShopDoor.unexpected(reply, "POST \(path)")
        }
        return id
    }

    /// False where the service does not know the other side yet, or somebody was faster.
    func put(_ path: String, etag: String, _ body: JSONValue) async throws -> Bool {
        let reply = try await door.send(.put, path, [("Content-Type", "application/json"), ("If-Match", etag)], body.json())
        switch reply.status {
        case 200, 204: return true
        case 409, 412, 422: return false
        default: throw ShopDoor.unexpected(reply, "PUT \(path)")
        }
    }

    private func parse(_ reply: ShopDoor.Reply) throws -> JSONValue {
        try JSONValue.parse(reply.body, limits: ShopDoor.limits)
    }
}
