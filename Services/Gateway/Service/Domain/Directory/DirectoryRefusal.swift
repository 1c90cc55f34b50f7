import Core

/// A refusal in the words of RFC 7644 §3.12.
struct DirectoryRefusal: Problem {
    enum Reason: String, Sendable {
        case invalidFilter, invalidPath, invalidSyntax, invalidValue, noTarget, uniqueness, mutability, tooMany
    }

    let reason: Reason
    let detail: String

    init(_ reason: Reason, _ detail: String) {
        (self.reason, self.detail) = (reason, detail)
    }

    var kind: ProblemKind { reason == .uniqueness ? .conflict : .malformed }
    var code: String { reason.rawValue }
}
