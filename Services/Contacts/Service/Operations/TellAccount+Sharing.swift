import ContactsAPI
import Core
import Database
import Events
import JSON

extension TellAccount {
    func shared(
        _ account: inout Account, was before: Account, _ event: (_ version: Int64) -> AccountShareChanged, in tx: Transaction
    ) throws {
        account.version += 1
        let data = event(account.version)
        try tell(
            ContactsEvents.accountShared, data, of: account, as: ContactsChange.accessChanged, by: data.by, was: before.access,
            in: tx)
    }

    func unshared(
        _ account: inout Account, was before: Account, _ event: (_ version: Int64) -> AccountShareChanged, in tx: Transaction
    ) throws {
        account.version += 1
        let data = event(account.version)
        try tell(
            ContactsEvents.accountUnshared, data, of: account, as: ContactsChange.accessChanged, by: data.by,
            was: before.access, in: tx)
    }

    /// A request changes nothing of the account, so its version stays; the caller holds the account. `owner` is who is to answer.
    func accessRequest(
        _ type: String, _ request: AccessRequestResource, to owner: ID? = nil, by actor: ActorResource, in tx: Transaction
    ) throws {
        let data = AccessRequestChanged(
            accountID: request.accountID, request: request, ownerID: owner, at: request.course.changedAt, by: actor)
        let event = try outbox.append(type, key: request.accountID.description, data: data.json(), in: tx)
        try record.perform(event, account: request.accountID, in: tx)
    }
}
