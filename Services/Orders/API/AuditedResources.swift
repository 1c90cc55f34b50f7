import Core

extension OrderResource: AuditedRecord {
    package var auditIDs: [String] { [id.description] }
}

extension IntakeEventResource: AuditedRecord {
    package var auditIDs: [String] { [id] }
}
