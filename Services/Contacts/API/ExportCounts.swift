package import JSON

/// What an export would be, before it is begun.
package struct ExportCounts: Shape, JSONWritable, Hashable {
    package static let shapeName = "ExportCounts"

    /// How many would leave, of how many that whoever asks sees.
    package let leaving: Int64
    package let seen: Int64
    /// Whether somebody else has to approve it first.
    package let needsApproval: Bool
    /// Customers that go within a day without approval; 0: however many.
    package let approvalAbove: Int64

    package init(leaving: Int64, seen: Int64, needsApproval: Bool, approvalAbove: Int64) {
        (self.leaving, self.seen) = (leaving, seen)
        (self.needsApproval, self.approvalAbove) = (needsApproval, approvalAbove)
    }

    package init(_ fields: inout ShapeReader) {
        leaving = fields.integer("leaving", in: 0...Int64.max, "How many customers would leave.")
        seen = fields.integer("seen", in: 0...Int64.max, "Of how many that you see.")
        needsApproval = fields.boolean("needsApproval", "Whether somebody else has to approve it first.")
        approvalAbove = fields.integer("approvalAbove", in: 0...Int64.max, "So many go within a day without approval; 0: any.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("leaving", leaving)
            writer.field("seen", seen)
            writer.field("needsApproval", needsApproval)
            writer.field("approvalAbove", approvalAbove)
        }
    }
}
