package import Core
package import HTTP
import JSON

/// The body of every refusal: RFC 9457 `application/problem+json`.
package enum ProblemBody {
    /// `receipt` is the signed receipt of an event that was kept although it was refused, as JSON.
    package static func response(_ problem: any Problem, requestID: String, receipt: [UInt8]? = nil) -> HTTPResponse {
        var response = HTTPResponse(
            status: problem.kind.status, body: .bytes(json(problem, requestID: requestID, receipt: receipt)))
        response.fields["Content-Type"] = "application/problem+json"
        addFields(of: problem, to: &response)
        return response
    }

    /// The fields that go with a refusal, whatever its body looks like.
    package static func addFields(of problem: any Problem, to response: inout HTTPResponse) {
        switch problem.kind {
        case .unauthenticated: response.fields["WWW-Authenticate"] = "Bearer"
        case .unavailable: response.fields["Retry-After"] = "5"
        case .methodNotAllowed:
            let allowed = (problem as? MethodNotAllowed)?.allowed ?? []
            response.fields["Allow"] = allowed.map(\.rawValue).joined(separator: ", ")
        default: break
        }
    }

    package static func json(_ problem: any Problem, requestID: String, receipt: [UInt8]? = nil) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("type", "about:blank")
            writer.field("title", title(problem.kind))
            writer.field("status", problem.kind.status)
            writer.field("code", problem.code)
            writer.field("detail", problem.detail)
            if !requestID.isEmpty { writer.field("requestId", requestID) }
            if !problem.faults.isEmpty {
                writer.key("errors")
                writer.array { writer in
                    for fault in problem.faults {
                        writer.object { writer in
                            writer.field("pointer", fault.pointer)
                            writer.field("code", fault.code)
                            writer.field("detail", fault.detail)
                        }
                    }
                }
            }
            if let receipt {
                writer.key("receipt")
                writer.raw(receipt)
            }
        }
        return writer.bytes
    }

    private static func title(_ kind: ProblemKind) -> String {
        switch kind {
        case .malformed: "Bad Request"
        case .unauthenticated: "Unauthorized"
        case .forbidden: "Forbidden"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .conflict: "Conflict"
        case .gone: "Gone"
        case .stale: "Precondition Failed"
        case .tooLarge: "Content Too Large"
        case .unsupportedMediaType: "Unsupported Media Type"
        case .invalid: "Unprocessable Content"
        case .conditionRequired: "Precondition Required"
        case .rateLimited: "Too Many Requests"
        case .failed: "Internal Server Error"
        case .unavailable: "Service Unavailable"
        }
    }
}
