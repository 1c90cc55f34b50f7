package import JSON

/// What of a job's payload operators are shown: everything that is no secret. Which member is one is told by its name, so that a
/// secret which somebody puts into a payload one day is held back without a list that he would have to know of.
package enum ShownPayload {
    package static let heldBack = JSONValue.string("held back")

    private static let words = [
        "token", "secret", "password", "passphrase", "sealed", "signature", "cookie", "credential", "code", "key",
    ]

    /// `nil` for what is no JSON.
    package static func of(_ payload: [UInt8]) -> JSONValue? {
        (try? JSONValue.parse(payload, limits: JSONLimits(depth: 32, bytes: 1_000_000))).map(shown)
    }

    private static func shown(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { member in
                        let name = member.key.lowercased()
                        return (member.key, words.contains { name.contains($0) } ? heldBack : shown(member.value))
                    }))
        case .array(let values): .array(values.map(shown))
        default: value
        }
    }
}
