/// One rule of a role: these actions on this resource, for these rows, at this level, with these fields.
package struct Grant: Hashable, Sendable {
    /// The name of the role that the rule stands in, for explanations.
    package let role: String
    package let resource: Resource
    package let actions: Set<Action>
    package let scope: RowScope
    /// How much a right to view shows; the other actions need `full`.
    package let level: ViewLevel
    /// The groups that are held back; one that is not named is `write`.
    package let fields: [FieldGroup: FieldAccess]

    package init(
        role: String, resource: Resource, actions: Set<Action>, scope: RowScope, level: ViewLevel = .full,
        fields: [FieldGroup: FieldAccess] = [:]
    ) {
        (self.role, self.resource, self.actions) = (role, resource, actions)
        (self.scope, self.level, self.fields) = (scope, level, fields)
    }

    package func access(to group: FieldGroup) -> FieldAccess { fields[group] ?? .write }
}
