package import Core
package import JSON

/// To whom the customers of somebody who leaves go.
package struct OffboardingRequest: Shape, Hashable {
    package static let shapeName = "OffboardingRequest"

    package let rule: ReassignmentRule
    package let reason: String
    package let deactivates: Bool

    package init?(_ fields: inout ShapeReader) {
        let rule = fields.object("rule", ReassignmentRule.self)
        reason = fields.text("reason", length: 1...500, "Why; it stands in every client's history.")
        deactivates =
            fields.optionalBoolean(
                "deactivates", default: false,
                "Whether the user is let in no more once nothing is left with him; needs the right to administer users.") ?? false
        guard let rule else { return nil }
        self.rule = rule
    }
}

/// How much somebody still holds, of the customers that the asker may see.
package struct HoldingsResource: Shape, JSONWritable, Hashable {
    package static let shapeName = "Holdings"

    package let userID: ID
    package let userName: String
    package let isActive: Bool
    package let accounts: Int64
    package let teams: Int64
    package let shares: Int64
    package let requests: Int64

    package init(
        userID: ID, userName: String, isActive: Bool, accounts: Int64, teams: Int64, shares: Int64, requests: Int64
    ) {
        (self.userID, self.userName, self.isActive) = (userID, userName, isActive)
        (self.accounts, self.teams, self.shares, self.requests) = (accounts, teams, shares, requests)
    }

    package init(_ fields: inout ShapeReader) {
        userID = fields.id("userID")
        userName = fields.text("userName")
        isActive = fields.boolean("isActive")
        accounts = fields.integer("accounts", in: 0...Int64.max, "Customers that belong to him.")
        teams = fields.integer("teams", in: 0...Int64.max, "Teams of customers that he is in.")
        shares = fields.integer("shares", in: 0...Int64.max, "Customers that are shared with him.")
        requests = fields.integer("requests", in: 0...Int64.max, "His open requests for access.")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("userID", userID)
            writer.field("userName", userName)
            writer.field("isActive", isActive)
            writer.field("accounts", accounts)
            writer.field("teams", teams)
            writer.field("shares", shares)
            writer.field("requests", requests)
        }
    }
}
