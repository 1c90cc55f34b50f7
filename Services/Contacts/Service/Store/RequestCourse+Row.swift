import ContactsAPI
import Core
import Database
import JSON

extension RequestCourse {
    /// The columns of a request's table that `init(_:from:)` reads.
    static let columns: StaticString = "state, created_at, answered_at, answered_by, answer, until_at"

    init(_ row: Row, from first: Int) throws {
        self.init(
            state: RequestState(rawValue: row.text(first)) ?? .open, createdAt: row.time(first + 1),
            answeredAt: row.timeOrNil(first + 2),
            answeredBy: try row.bytesOrNil(first + 3).map { try Shapes.decode(ActorResource.self, from: $0) },
            answer: row.textOrNil(first + 4), until: row.timeOrNil(first + 5))
    }

    /// What an answer writes: the columns but for `created_at`.
    var answerValues: [SQLValue] {
        [
            .text(state.rawValue), .time(answeredAt), answeredBy.map { .json($0.json()) } ?? .null, .text(answer), .time(until),
        ]
    }
}
