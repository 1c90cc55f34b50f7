import ContactsAPI
import Core
import HTTP
import ServiceKit

extension PageRequest {
    /// The id that a page begins behind, of lists that are newest first.
    var before: ID? {
        get throws {
            try cursor.map { cursor in
                guard let id = ID(try Cursor.decode(cursor, parts: 1)[0]) else { throw CustomerRoutes.badCursor }
                return id
            }
        }
    }

    /// The page of `items`, of which one more than the limit were asked for.
    func page<Item>(_ items: [Item], _ id: (Item) -> ID) -> Page<Item> {
        Page(
            items: Array(items.prefix(limit)),
            next: items.count > limit ? Cursor.encode([id(items[limit - 1]).description]) : nil)
    }
}

extension HTTPRequest {
    /// The id of a request of somebody in the path.
    func requestID() throws -> ID {
        guard let id = parameters["id"].flatMap({ ID($0) }) else { throw Refusal.noRequest }
        return id
    }

    /// Requests that stand so only.
    func requestState() throws -> RequestState? {
        guard let text = query.first("state"), !text.isEmpty else { return nil }
        guard let state = RequestState(rawValue: text) else {
            throw Refusal(.malformed, "bad-state", "state must be open, approved, refused or withdrawn.")
        }
        return state
    }
}

extension QueryParameter {
    static let requestState = QueryParameter("state", "open, approved, refused or withdrawn; all when absent.")
}
