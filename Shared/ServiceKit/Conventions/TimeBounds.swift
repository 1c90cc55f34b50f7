package import Core
package import HTTP

/// `?bounds=`: moments between which something is counted, such as the midnights of somebody's own days.
package enum TimeBounds {
    /// A quarter of a year by days, and the end.
    package static let most = 93

    package static let parameter = QueryParameter(
        "bounds",
        "2 to \(most) times (RFC 3339) in ascending order, with commas: what lies between each and the next is counted.",
        required: true)

    /// Throws `bad-parameter`.
    package static func read(_ request: HTTPRequest) throws -> [Timestamp] {
        let parts = (request.query.first("bounds") ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let times = parts.count > most ? [] : parts.compactMap { Timestamp(String($0)) }
        guard times.count >= 2, times.count == parts.count, zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw Refusal(
                .malformed, "bad-parameter",
                "bounds must be 2 to \(most) times by RFC 3339 in ascending order, separated by commas.")
        }
        return times
    }
}
