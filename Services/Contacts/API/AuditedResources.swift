import Core

extension AccountResource: AuditedRecord {
    package var auditIDs: [String] { [id.description] }
}

extension CustomerSummary: AuditedRecord {
    package var auditIDs: [String] { [id.description] }
}

extension ShareResource: AuditedRecord {
    package var auditIDs: [String] { [accountID.description] }
}

extension AccessRequestResource: AuditedRecord {
    package var auditIDs: [String] { [accountID.description] }
}

extension ExportResource: AuditedRecord {
    package var auditIDs: [String] { [id.description] }
}

extension ExportRequestResource: AuditedRecord {
    package var auditIDs: [String] { [id.description] }
}

extension ReassignmentItemResource: AuditedRecord {
    package var auditIDs: [String] { [accountID.description] }
}

extension ReassignmentResource: AuditedRecord {
    package var auditIDs: [String] { first.map(\.accountID.description) }
}

extension PersonResource: AuditedRecord {
    package var auditIDs: [String] { [id.description] }
}

extension SuspectedDuplicateResource: AuditedRecord {
    package var auditIDs: [String] { [chosen.account.description, other.account.description] }
}
