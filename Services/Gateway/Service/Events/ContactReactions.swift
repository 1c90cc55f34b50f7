import ContactsAPI
import Core
import Database
import Events
import JSON
import Observability

/// What the gateway does when contacts tells something: where who was off-boarded stood in for others somebody else does, and he is
/// let in no more when nothing was left with him.
enum ContactReactions {
    static func subscription(
        _ changeUser: ChangeUser, _ passDeputies: PassDeputies, _ recallCaller: RecallCaller, logger: Logger
    ) -> Subscription {
        .events(ContactsEvents.topic, types: [ContactsEvents.reassignmentFinished]) { event, tx in
            let finished = try Shapes.decode(ReassignmentFinished.self, from: event.data)
            guard let id = finished.userID, let user = try UserStore().find(id, in: tx) else { return }
            let giver = try recallCaller(finished.by, in: tx)
            guard finished.state == .done else {
                return try passDeputies.putBack(of: finished.reassignmentID, by: giver, in: tx)
            }
            let goes = try finished.deactivates && user.isActive && mayGo(id, changeUser, logger, in: tx)
            if finished.deputiesTo != nil || goes {
                try passDeputies.perform(
                    from: id, to: finished.deputiesTo, for: finished.reassignmentID, by: giver, in: tx)
            }
            if goes { _ = try changeUser.perform(UserEdit(isActive: .set(false)), of: id, by: nil, in: tx) }
        }
    }

    /// An administrator stays, however his customers went: only another administrator lets him go.
    private static func mayGo(_ id: ID, _ changeUser: ChangeUser, _ logger: Logger, in tx: Transaction) throws -> Bool {
        guard try GuardAdministrators(clock: changeUser.clock).isHeld(by: id, in: tx) else { return true }
        logger.warning(
            "Who was off-boarded is an administrator and stays active; let another administrator deactivate the user.",
            ["user": "\(id)"])
        return false
    }
}
