/// Stands for a record, or shows a few: their ids are what the audit names when somebody was shown it.
package protocol AuditedRecord: Sendable {
    var auditIDs: [String] { get }
}
