package import ContactsAPI
package import Core

/// Which queue a new client waits in.
package enum QueueRules {
    /// The unit of the first rule that matches and whose unit is there and active; the one at the top where there is none.
    package static func unit(
        for order: ArrivingOrder, kind: Account.Kind, by rules: [QueueRuleResource], isActive: (ID) throws -> Bool
    ) rethrows -> ID {
        try rules.first { try matches($0, order, kind) && isActive($0.unitID) }?.unitID ?? UnitTree.root
    }

    private static func matches(_ rule: QueueRuleResource, _ order: ArrivingOrder, _ kind: Account.Kind) -> Bool {
        if let source = rule.source {
            let isHis = source.hasSuffix("*") ? order.source.hasPrefix(source.dropLast()) : order.source == source
            guard isHis else { return false }
        }
        if let wanted = rule.kind, wanted != kind.rawValue { return false }
        if let country = rule.country {
            guard let address = order.customer.addresses.last, address.country.uppercased() == country.uppercased() else {
                return false
            }
        }
        return true
    }
}
