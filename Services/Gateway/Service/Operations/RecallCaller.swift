import ContactsAPI
import Core
import Database

/// Who did something in a service, with the rights that he has now: what follows from it here is measured by them.
struct RecallCaller: Sendable {
    let clock: any WallClock

    /// Somebody without any right where he is not known any more.
    func callAsFunction(_ actor: ActorResource, in tx: Transaction) throws -> Caller {
        let now = clock.now()
        guard let id = ID(actor.id) else { return .anonymous }
        switch Caller.Kind(rawValue: actor.kind) {
        case .person: return try StandingStore().standing(of: id, in: tx)?.caller(at: now) ?? .anonymous
        case .token:
            guard let token = try TokenStore().find(id, in: tx), token.expiresAt.map({ now < $0 }) ?? true else {
                return .anonymous
            }
            guard let user = token.userID else { return token.caller(nil, at: now) }
            return try StandingStore().standing(of: user, in: tx).map { token.caller($0, at: now) } ?? .anonymous
        case .service, .anonymous, nil: return .anonymous
        }
    }
}
