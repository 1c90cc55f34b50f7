package import Core
package import JSON

package enum RequestState: String, Sendable, CaseIterable {
    case open, approved, refused
    /// By whoever asked.
    case withdrawn
}

/// No, because: the answer to a request of any kind.
package struct RequestRefusal: Shape, Hashable {
    package static let shapeName = "RequestRefusal"

    package let reason: String

    package init(_ fields: inout ShapeReader) {
        reason = fields.text("reason", length: 1...500, "Why not; whoever asked reads it.")
    }
}

/// How a request that somebody makes of others stands, and how it was answered.
package struct RequestCourse: Hashable, Sendable {
    package let state: RequestState
    package let createdAt: Timestamp
    package let answeredAt: Timestamp?
    package let answeredBy: ActorResource?
    /// Why it was refused.
    package let answer: String?
    /// Until when what was asked for is given.
    package let until: Timestamp?

    package init(
        state: RequestState, createdAt: Timestamp, answeredAt: Timestamp?, answeredBy: ActorResource?, answer: String?,
        until: Timestamp?
    ) {
        (self.state, self.createdAt, self.answeredAt) = (state, createdAt, answeredAt)
        (self.answeredBy, self.answer, self.until) = (answeredBy, answer, until)
    }

    package init(openedAt: Timestamp) {
        self.init(state: .open, createdAt: openedAt, answeredAt: nil, answeredBy: nil, answer: nil, until: nil)
    }

    package func answered(
        _ state: RequestState, by actor: ActorResource, at now: Timestamp, until: Timestamp? = nil, answer: String? = nil
    ) -> RequestCourse {
        RequestCourse(
            state: state, createdAt: createdAt, answeredAt: now, answeredBy: actor, answer: answer, until: until)
    }

    /// When it came to stand as it does.
    package var changedAt: Timestamp { answeredAt ?? createdAt }
}

extension ShapeReader {
    /// The members of a request that say how it stands. `until` says what ends then.
    mutating func requestCourse(until doc: String) -> RequestCourse {
        RequestCourse(
            state: RequestState(rawValue: choice("state", among: RequestState.allCases.map(\.rawValue))) ?? .open,
            createdAt: time("createdAt"), answeredAt: optionalTime("answeredAt"),
            answeredBy: optionalObject("answeredBy", ActorResource.self),
            answer: optionalText("answer", "Why it was refused."), until: optionalTime("until", doc))
    }
}

extension JSONWriter {
    mutating func fields(of course: RequestCourse) {
        field("state", course.state.rawValue)
        field("createdAt", course.createdAt)
        field("answeredAt", course.answeredAt)
        field("answeredBy", course.answeredBy)
        field("answer", course.answer)
        field("until", course.until)
    }
}
