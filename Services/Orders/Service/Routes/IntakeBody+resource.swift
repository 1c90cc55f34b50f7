import Core
import Crypto
import JSON
import OrdersAPI

extension IntakeBody {
    /// The bytes as they are shown.
    var resource: IntakeBytesResource {
        IntakeBytesResource(
            form: form.rawValue,
            attributes: Dictionary(attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
            bytes: Base64.encode(bytes), text: String(validating: bytes, as: UTF8.self), length: Int64(length))
    }
}

extension IntakeRejection {
    /// As JSON.
    var value: JSONValue {
        var members: [(String, JSONValue)] = [
            ("status", .number(JSONNumber(Int64(kind.status)))), ("code", .string(code)), ("detail", .string(detail)),
        ]
        if !faults.isEmpty {
            let errors: [JSONValue] = faults.map {
                ["pointer": .string($0.pointer), "code": .string($0.code), "detail": .string($0.detail)]
            }
            members.append(("errors", .array(errors)))
        }
        return .object(JSONObject(members))
    }
}
