package import Core
package import Database

/// The tokens that the demo company comes in with: the shop's, and one with an administrator's rights. Both end when it is done.
package struct DemoTokens: Sendable {
    private let database: any Database
    private let clock: any WallClock
    private let ids: IdentifierSource

    package struct Made: Sendable {
        package let shop: String
        package let office: String
        fileprivate let ids: [ID]
    }

    package init(database: any Database, clock: any WallClock, ids: IdentifierSource) {
        (self.database, self.clock, self.ids) = (database, clock, ids)
    }

    /// `user` is whose rights the office's token has. They are good for a day, so that what a crash leaves behind ends by itself.
    package func make(source: String, as user: ID) async throws -> Made {
        let create = CreateToken(database: database, clock: clock, ids: ids)
        let until = clock.now().adding(days: 1)
        let shop = try await create(
            name: "demo shop", scopes: ["events:write", "intake:read"], sources: [source], expiresAt: until)
        let office = try await create(name: "demo", scopes: ["*"], sources: [], expiresAt: until, userID: user)
        return Made(shop: shop.text, office: office.text, ids: [shop.token.id, office.token.id])
    }

    package func revoke(_ made: Made) async throws {
        let now = clock.now()
        let ids = made.ids
        try await database.write { tx in for id in ids { _ = try TokenStore().revoke(id, at: now, in: tx) } }
    }
}
