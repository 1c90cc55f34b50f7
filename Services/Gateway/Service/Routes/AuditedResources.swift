import Audit
import Core

extension TokenResource: AuditedRecord {
    var auditIDs: [String] { [id.description] }
}

extension SessionResource: AuditedRecord {
    var auditIDs: [String] { [id.description] }
}

extension UnitResource: AuditedRecord {
    var auditIDs: [String] { [unit.id.description] }
}

extension UserResource: AuditedRecord {
    var auditIDs: [String] { [user.id.description] }
}

extension MembershipResource: AuditedRecord {
    var auditIDs: [String] { [membership.id.description] }
}

extension RoleResource: AuditedRecord {
    var auditIDs: [String] { [role.id.description] }
}

extension RoleAssignmentResource: AuditedRecord {
    var auditIDs: [String] { [assignment.id.description, assignment.userID.description] }
}

extension AbsenceResource: AuditedRecord {
    var auditIDs: [String] { [absence.id.description] }
}

extension IdentityProviderResource: AuditedRecord {
    var auditIDs: [String] { [provider.id.description] }
}

extension GroupResource: AuditedRecord {
    var auditIDs: [String] { [group.id.description] }
}

extension UserIdentityResource: AuditedRecord {
    var auditIDs: [String] { [identity.providerID.description] }
}

extension PasskeyResource: AuditedRecord {
    var auditIDs: [String] { [passkey.id.description] }
}

extension AuditDuty {
    /// Of pages and of answers that are put together from those of services.
    static let asksServices = AuditDuty.none("It asks the services in the person's name; they write what they show and change.")
}

extension SavedViewResource: AuditedRecord {
    var auditIDs: [String] { [seen.view.id.description] }
}
