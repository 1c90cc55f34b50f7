/// What was decided about one action on one row, and why.
package struct AccessDecision: Hashable, Sendable {
    /// How a rule reached the row.
    package enum Reach: Hashable, Sendable {
        case owner
        case deputy(of: ID)
        /// Through this unit of the viewer.
        case unit(ID)
        /// Through this user or unit.
        case shared(with: ID)
        case all
    }

    package struct Rule: Hashable, Sendable {
        package let grant: Grant
        package let reach: Reach

        package init(grant: Grant, reach: Reach) {
            (self.grant, self.reach) = (grant, reach)
        }
    }

    package let action: Action
    package let level: ViewLevel
    /// Of each group what may be done with it by this action: for viewing at most `read`.
    private let fields: [FieldGroup: FieldAccess]
    /// The rule that allowed it; `nil` when none did.
    package let by: Rule?

    package init(action: Action, level: ViewLevel, fields: [FieldGroup: FieldAccess], by: Rule?) {
        (self.action, self.level, self.fields, self.by) = (action, level, fields, by)
    }

    /// In full: a row of which only name and owner may be seen does not count.
    package var isAllowed: Bool { level == .full }

    package subscript(group: FieldGroup) -> FieldAccess { fields[group] ?? .hidden }

    package func shows(_ group: FieldGroup) -> Bool { self[group] >= .read }

    /// The groups that are held back.
    package var hidden: [FieldGroup] { FieldGroup.allCases.filter { !shows($0) } }
}
