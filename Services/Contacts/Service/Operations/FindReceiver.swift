import Access
import Core
import Database

/// Where an account belongs once it is given to somebody.
enum FindReceiver {
    /// Throws `unknown-id` or `inactive` for `field` of the request: nobody who left, and no closed unit, comes to own anything.
    static func ownership(of receiver: Receiver, field: String = "", in tx: Transaction) throws -> Ownership {
        switch receiver {
        case .user(let id):
            return Ownership(owner: id, unit: try user(id, at: field + "/userID", in: tx).unitID)
        case .queue(let id):
            try requireUnit(id, at: field + "/unitID", in: tx)
            return Ownership(owner: nil, unit: id)
        }
    }

    static func user(_ id: ID, at pointer: String, in tx: Transaction) throws -> UserChanged {
        guard let user = try OrganizationStore.user(id, in: tx) else {
            throw refusal("unknown-id", "There is no user with this id.", pointer)
        }
        guard user.isActive else {
            throw refusal("inactive", "This user is not active any more. Choose another one.", pointer)
        }
        return user
    }

    static func requireUnit(_ id: ID, at pointer: String, in tx: Transaction) throws {
        if id == UnitTree.root { return }
        guard let unit = try OrganizationStore.unit(id, in: tx) else {
            throw refusal("unknown-id", "There is no unit with this id.", pointer)
        }
        guard unit.isActive else {
            throw refusal("inactive", "This unit is not active any more. Choose another one.", pointer)
        }
    }

    private static func refusal(_ code: String, _ detail: String, _ pointer: String) -> Refusal {
        Refusal(.invalid, code, detail, faults: [Fault(pointer: pointer, code: code, detail: detail)])
    }
}
