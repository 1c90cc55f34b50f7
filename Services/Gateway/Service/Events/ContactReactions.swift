import ContactsAPI
import Core
import Database
import Events
import JSON
import Observability

/// What the gateway does when contacts tells something: lets in no more whose off-boarding left nothing with him.
enum ContactReactions {
    /// An administrator stays, however his customers went: only another administrator lets him go.
    static func subscription(_ changeUser: ChangeUser, logger: Logger) -> Subscription {
        .events(ContactsEvents.topic, types: [ContactsEvents.reassignmentFinished]) { event, tx in
            let finished = try Shapes.decode(ReassignmentFinished.self, from: event.data)
            guard finished.deactivates, let id = finished.userID, let user = try UserStore().find(id, in: tx), user.isActive
            else { return }
            guard try !GuardAdministrators(clock: changeUser.clock).isHeld(by: id, in: tx) else {
                return logger.warning(
                    "Who was off-boarded is an administrator and stays active; let another administrator deactivate the user.",
                    ["user": "\(id)"])
            }
            _ = try changeUser.perform(UserEdit(isActive: .set(false)), of: id, by: nil, in: tx)
        }
    }
}
