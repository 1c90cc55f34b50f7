package import OrdersAPI

extension IntakeEquation {
    package mutating func add(_ count: Int64, _ state: IntakeState) {
        switch state {
        case .accepted: accepted += count
        case .waiting: waiting += count
        case .rejected: rejected += count
        case .superseded: superseded += count
        case .discarded: discarded += count
        case .duplicate: duplicates += count
        }
    }
}
