import Core

/// In which order a list of customers stands.
package enum CustomerOrder: String, Sendable, CaseIterable {
    case name, nameDescending = "-name"
    case lastOrder = "lastOrderAt", newestOrder = "-lastOrderAt"
    case created = "createdAt", newestCreated = "-createdAt"
    case changed = "changedAt", newestChanged = "-changedAt"

    package var descends: Bool { rawValue.hasPrefix("-") }

    package init(parameter: String?) throws {
        guard let parameter, !parameter.isEmpty else {
            self = .name
            return
        }
        guard let order = CustomerOrder(rawValue: parameter) else {
            throw Refusal(
                .malformed, "bad-sort", "sort must be one of \(Self.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        self = order
    }
}
