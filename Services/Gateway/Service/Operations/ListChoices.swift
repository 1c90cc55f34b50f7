import Core
import Database

/// Of whom, and of which units, lists are chosen: people who work and units that are open.
struct ListChoices: Sendable {
    struct Choices: Sendable {
        var people: [User] = []
        var units: [Unit] = []
    }

    /// More than anybody looks through; who is beyond is found by typing.
    private static let most = 500

    let database: any Database

    func callAsFunction() async throws -> Choices {
        try await database.read { tx in
            var query = UserQuery(kind: .person, isActive: true)
            query.limit = Self.most
            let people = try UserStore().list(query, in: tx)
            let units = try UnitStore().list(after: nil, limit: Self.most, in: tx).filter(\.isActive)
            return Choices(people: people, units: units)
        }
    }
}
