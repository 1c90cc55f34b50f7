import Core

extension MailResource: AuditedRecord {
    package var auditIDs: [String] { [id.description] }
}

extension MailPreview: AuditedRecord {
    package var auditIDs: [String] { [mail.id.description] }
}
