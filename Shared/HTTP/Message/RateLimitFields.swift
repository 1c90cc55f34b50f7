/// `RateLimit-Policy` and `RateLimit` of one policy (draft-ietf-httpapi-ratelimit-headers-10), put together beforehand as far as can
/// be, since they go with every answer.
package struct RateLimitFields: Sendable {
    /// The whole line of the policy, then the other one up to its first number.
    fileprivate let bytes: [UInt8]
    fileprivate let policy: FieldSpan
    /// Its value ends behind `bytes`.
    fileprivate let state: FieldSpan

    /// `quota` requests within `seconds`. The policy's name is a token of letters.
    package init(policy name: String, quota: Int, seconds: Int) {
        let line = "RateLimit-Policy: \"\(name)\";q=\(quota);w=\(seconds)\r\n"
        let start = "RateLimit: \"\(name)\";r="
        bytes = Array((line + start).utf8)
        policy = FieldSpan(name: 0, nameLength: 16, value: 18, valueLength: Int32(line.utf8.count - 20))
        let second = Int32(line.utf8.count)
        state = FieldSpan(name: second, nameLength: 9, value: second + 11, valueLength: Int32(start.utf8.count - 11))
    }
}

extension HTTPFields {
    /// `remaining` requests are left of the quota; after so many seconds all of it is back, or one of it where none is left.
    package mutating func append(_ fields: RateLimitFields, remaining: Int, seconds: Int) {
        let capacity = fields.bytes.count + 48
        withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 1) { memory in
            guard let base = memory.baseAddress else { return }
            var out = Cursor(base: base)
            out.put(fields.bytes)
            out.put(number: remaining)
            out.put(";t=")
            out.put(number: seconds)
            let added = Int32(out.count - fields.bytes.count)
            out.put("\r\n")
            var state = fields.state
            state.valueLength += added
            append(out.written, spans: fields.policy, state)
        }
    }
}
