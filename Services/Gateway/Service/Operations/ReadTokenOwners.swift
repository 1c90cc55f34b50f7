import Core
import Database

/// Whose tokens are, and the service accounts that one can be made for.
struct ReadTokenOwners: Sendable {
    private static let most = 500

    let database: any Database

    func callAsFunction(of tokens: [AccessToken]) async throws -> (names: [ID: String], programs: [User]) {
        try await database.read { tx in
            var query = UserQuery(kind: .service, isActive: true)
            query.limit = Self.most
            let programs = try UserStore().list(query, in: tx)
            var names: [ID: String] = [:]
            for id in Set(tokens.compactMap(\.userID)) { names[id] = try UserStore().find(id, in: tx)?.name }
            return (names, programs)
        }
    }
}
