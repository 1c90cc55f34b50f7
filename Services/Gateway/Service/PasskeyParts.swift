import Core
import Passkeys
import ServiceKit

/// What of the gateway is about passkeys, put together.
struct PasskeyParts: Sendable {
    /// Of the API.
    let routes: [Route]
    /// `nil` where browsers allow no passkeys; then nobody is offered any.
    let site: PasskeySite?
    let keep: KeepPasskeys

    init(_ platform: Platform, note: NoteSecurity, openSession: OpenSession, completeSignIn: CompleteSignIn) throws {
        let (database, clock) = (platform.database, platform.clock)
        guard let place = WebPlace(platform.settings[.publicURL]) else {
            throw SettingError(setting: Setting.publicURL.name, expected: "an address such as https://crm.example.com")
        }
        site = PasskeySite(host: place.host, port: place.port, isSecure: place.isSecure)
        keep = KeepPasskeys(database: database, note: note)
        let ask = AskPasskey(database: database, clock: clock, site: site)
        let check = CheckPasskey(database: database, clock: clock, site: site, note: note, logger: platform.logger)
        let add = AddPasskey(
            database: database, clock: clock, ids: platform.ids, ask: ask, note: note, logger: platform.logger)
        let signIn = SignInByPasskey(
            database: database, clock: clock, ask: ask, check: check, completeSignIn: completeSignIn, openSession: openSession)
        let prove = ProveByPasskey(database: database, clock: clock, ask: ask, check: check)
        routes =
            PasskeyRoutes(ask: ask, add: add, keep: keep, clock: clock).routes
            + PasskeySignInRoutes(signIn: signIn, prove: prove, clock: clock).routes
    }

    /// Whether the person has one that can be asked for.
    func has(_ user: User) async throws -> Bool {
        guard site != nil else { return false }
        return try await !keep.list(of: user.id).isEmpty
    }
}
