import Core
import HTTP
import JSON
import ServiceKit

extension HTTPRequest {
    /// The id in the path; anything that is no id names nothing, so it is a 404.
    func id(_ name: String) throws -> ID {
        guard let id = parameters[name].flatMap({ ID($0) }) else {
            throw Refusal(.notFound, "not-found", "There is nothing with this id.")
        }
        return id
    }

    /// What is to be made, and under which name. Throws `malformed` without an Idempotency-Key.
    func wish<T: Shape>(_ type: T.Type, limit: Int = 20_000) async throws -> (wish: T, creation: Creation) {
        let key = try idempotencyKey()
        let bytes = try await body.collect(upTo: limit)
        let wish = try Shapes.decode(type, from: bytes, limits: JSONLimits(bytes: limit))
        return (wish, Creation(key: key, place: String(target.prefix { $0 != "?" }), body: bytes))
    }

    /// A page in the order of ids: the id to go on after, and how many.
    func pageByID() throws -> (after: ID?, limit: Int) {
        let page = try PageQuery.read(self)
        let after = try page.cursor.map { cursor in
            guard let id = ID(try Cursor.decode(cursor, parts: 1)[0]) else {
                throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next.")
            }
            return id
        }
        return (after, page.limit)
    }
}

extension HTTPResponse {
    /// What was made: 201, or 200 where the same request made it before.
    static func made(_ value: some JSONWritable, version: Int64, isNew: Bool) -> HTTPResponse {
        var response = HTTPResponse.json(value, status: isNew ? 201 : 200, etag: String(version))
        if !isNew { response.fields["Idempotent-Replayed"] = "true" }
        return response
    }
}

extension Page {
    /// The first `limit` of items that were asked for with one more, to know whether there is a next page.
    init(_ items: [Item], limit: Int, cursor: (Item) -> String) {
        let next = items.count > limit ? Cursor.encode([cursor(items[limit - 1])]) : nil
        self.init(items: Array(items.prefix(limit)), next: next)
    }

    func map<Other: Sendable>(_ transform: (Item) -> Other) -> Page<Other> {
        Page<Other>(items: items.map(transform), next: next)
    }
}

extension ShapeReader {
    /// A text that `null` takes away.
    mutating func editText(_ key: String, length: ClosedRange<Int>, _ doc: String) -> Edit<String?> {
        let text = optionalText(key, length: length, doc)
        return value(key)?.isNull == true ? .set(nil) : text.map { .set($0) } ?? .keep
    }

    mutating func editID(_ key: String, _ doc: String) -> Edit<ID?> {
        let id = optionalID(key, doc)
        return value(key)?.isNull == true ? .set(nil) : id.map { .set($0) } ?? .keep
    }

    mutating func editTime(_ key: String, _ doc: String) -> Edit<Timestamp?> {
        let time = optionalTime(key, doc)
        return value(key)?.isNull == true ? .set(nil) : time.map { .set($0) } ?? .keep
    }
}
