/// What kind of refusal it is; the HTTP status follows from it.
package enum ProblemKind: Int, Sendable {
    case malformed = 400
    case unauthenticated = 401
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case conflict = 409
    case gone = 410
    case stale = 412
    case tooLarge = 413
    case unsupportedMediaType = 415
    case invalid = 422
    case conditionRequired = 428
    case rateLimited = 429
    case failed = 500
    case unavailable = 503

    package var status: Int { rawValue }
}

/// One thing wrong with the input: where (a JSON pointer, RFC 6901), a stable code, and a sentence for people.
package struct Fault: Hashable, Sendable {
    package let pointer: String
    package let code: String
    package let detail: String

    package init(pointer: String, code: String, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }
}

/// A refusal that the client may see: stable code, safe text. Anything else that is thrown is logged once and answered as 500.
package protocol Problem: Error, Sendable {
    var kind: ProblemKind { get }
    var code: String { get }
    /// A sentence that says what to do next. No personal data, no internals.
    var detail: String { get }
    var faults: [Fault] { get }
}

extension Problem {
    package var faults: [Fault] { [] }
}

/// The common case of a `Problem`, for places that need no type of their own.
package struct Refusal: Problem {
    package let kind: ProblemKind
    package let code: String
    package let detail: String
    package let faults: [Fault]
    /// What exactly went wrong, for the log alone; nil when the sentence says it all.
    package let cause: String?

    package init(_ kind: ProblemKind, _ code: String, _ detail: String, faults: [Fault] = [], cause: String? = nil) {
        self.kind = kind
        self.code = code
        self.detail = detail
        self.faults = faults
        self.cause = cause
    }
}
