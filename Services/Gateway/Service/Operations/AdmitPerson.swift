import Core
import Database

/// Lets in whom a provider vouches for: finds or makes the user, gives and takes the roles of his groups, and opens a session.
struct AdmitPerson: Sendable {
    let database: any Database
    let clock: any WallClock
    let createUser: CreateUser
    let applyGroups: ApplyGroups
    let openSession: OpenSession

    /// Throws `ProviderFailure` when he is nobody here.
    func callAsFunction(
        _ person: VouchedPerson, by provider: IdentityProvider, from origin: SignInOrigin, language: String,
        replacing oldCookie: String?, next: String
    ) async throws -> FinishProviderSignIn.Outcome {
        let now = clock.now()
        let cookie = try await database.write { tx in
            let user = try user(person, provider, at: now, in: tx)
            if let groups = person.groups { try applyGroups.perform(groups, of: user.id, toldBy: provider.id, in: tx) }
            let cookie = try openSession.perform(
                user, from: origin, language: language, replacing: oldCookie, at: now, in: tx)
            try SessionStore().bind(
                digest: AccessToken.digest(cookie), provider: provider.id, session: person.session, in: tx)
            return cookie
        }
        return .signedIn(cookie: cookie, next: next)
    }

    private func user(
        _ person: VouchedPerson, _ provider: IdentityProvider, at now: Timestamp, in tx: Transaction
    ) throws -> User {
        let store = IdentityStore()
        var known = try store.user(person.subject, of: provider.id, in: tx)
        if known == nil {
            // Whoever may become a user or get an identity, one after the other.
            try UnitStore().lockTree(in: tx)
            known = try store.user(person.subject, of: provider.id, in: tx)
        }
        let byMail = try person.mail.flatMap { try store.user(mailKey: SearchKey.folded($0), in: tx) }
        let byLogin = try store.user(loginKey: SearchKey.folded(person.login), in: tx)
        switch IdentityRule.decide(person, provider, known: known, byMail: byMail, byLogin: byLogin) {
        case .known(let user): return user
        case .link(let user):
            try store.insert(person.subject, of: provider.id, user: user.id, at: now, in: tx)
            return user
        case .create:
            let user = try create(person, provider, in: tx)
            try store.insert(person.subject, of: provider.id, user: user.id, at: now, in: tx)
            return user
        case .refuse(let refusal):
            throw ProviderFailure(
                refusal, "no user may be found or made by what the provider tells", subject: person.subject)
        }
    }

    /// An address that nobody vouches for is not kept: mails that let somebody in would go there.
    private func create(_ person: VouchedPerson, _ provider: IdentityProvider, in tx: Transaction) throws -> User {
        let login = String(person.login.unicodeScalars.filter { !$0.properties.isWhitespace }.map(Character.init))
        guard !SearchKey.folded(login).isEmpty else { throw ProviderFailure(.unacceptable, "the login is blank") }
        do {
            return try createUser.perform(
                NewUser(login: login, name: person.name, mail: person.isMailVerified ? person.mail : nil), in: tx)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            throw ProviderFailure(.taken, refusal.code, subject: person.subject)
        } catch let refusal as Refusal where refusal.kind == .invalid {
            throw ProviderFailure(.unacceptable, refusal.code)
        }
    }
}
