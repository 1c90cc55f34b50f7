import Core
import Database
import Events
import GatewayAPI
import JSON

/// Puts something into the bells of those whom it concerns, in the transaction of what it is about.
struct GiveNotice: Sendable {
    let outbox: Outbox
    let clock: any WallClock
    let ids: IdentifierSource

    /// `except`: who is not told though he is one of the receivers. The same subject again counts once more, and rings no second time.
    func callAsFunction(
        _ kind: Notice.Kind, to receiver: Notice.Receiver, except: ID? = nil, subject: String, _ data: [(String, JSONValue?)],
        in tx: Transaction
    ) throws {
        let members = data.compactMap { name, value in value.map { (name, $0) } }
        let isNew = try NoticeStore().add(
            ids.next(), kind, to: receiver, except: except, subject: subject, data: .object(JSONObject(members)),
            at: clock.now(), in: tx)
        if isNew { try ring(receiver.text, in: tx) }
    }

    /// Nothing is to be done about it any more.
    func settle(_ kind: Notice.Kind, subject: String, in tx: Transaction) throws {
        for receiver in try NoticeStore().settle(kind, subject: subject, at: clock.now(), in: tx) { try ring(receiver, in: tx) }
    }

    func ring(_ receiver: String, in tx: Transaction) throws {
        let data = JSONValue.object(JSONObject([("receiver", .string(receiver))])).json()
        try outbox.append(NoticeEvents.changed, key: receiver, data: data, in: tx)
    }
}
