import Audit
package import Core
package import HTTP
package import JSON

extension HTTPRequest {
    /// The JSON body as a `T`; every fault is reported at once, each with its pointer.
    package func decode<T: Shape>(_ type: T.Type, limit: Int = 1_000_000) async throws -> T {
        let bytes = try await body.collect(upTo: limit)
        if let note = AuditNote.current { note.named(Self.fields(of: bytes, limit)) }
        return try Shapes.decode(type, from: bytes, limits: JSONLimits(bytes: limit))
    }

    /// The names of the members, for the audit: which fields are to be changed.
    private static func fields(of bytes: [UInt8], _ limit: Int) -> [String] {
        let members = (try? JSONValue.parse(bytes, limits: JSONLimits(bytes: limit)))?.object?.members ?? []
        return members.prefix(100).map { String($0.key.prefix(100)) }
    }

    /// The id in the path; anything that is no id names nothing, so it is a 404.
    package func id<I: Identifier>(_ name: String, as type: I.Type) throws -> I {
        guard let text = parameters[name], let id = I(text) else {
            throw Refusal(.notFound, "not-found", "There is nothing with this id.")
        }
        return id
    }
}

extension HTTPResponse {
    package static func json(_ value: some JSONWritable, status: Int = 200, etag: String? = nil) -> HTTPResponse {
        var response = HTTPResponse.json(value.json(), status: status)
        if let etag { response.fields["ETag"] = "\"\(etag)\"" }
        return response
    }

    /// A record, which the audit names.
    package static func json(_ value: some JSONWritable & AuditedRecord, status: Int = 200, etag: String? = nil) -> HTTPResponse {
        AuditNote.current?.saw(value.auditIDs)
        var response = HTTPResponse.json(value.json(), status: status)
        if let etag { response.fields["ETag"] = "\"\(etag)\"" }
        return response
    }

    /// One page of records, which the audit names.
    package static func list(_ page: Page<some JSONWritable & AuditedRecord>) -> HTTPResponse {
        if let note = AuditNote.current { note.saw(page.items.flatMap(\.auditIDs)) }
        return listed(page)
    }

    /// One page of a list: `{"items": […], "next": "…"}`; without `next` it is the last.
    package static func list(_ page: Page<some JSONWritable>) -> HTTPResponse { listed(page) }

    private static func listed(_ page: Page<some JSONWritable>) -> HTTPResponse {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("items", array: page.items)
            writer.field("next", page.next)
        }
        return .json(writer.bytes)
    }
}
