package import Core
package import JSON

/// To whom the customers of somebody who leaves go.
package struct OffboardingRequest: Shape, Hashable {
    package static let shapeName = "OffboardingRequest"

    package let rule: ReassignmentRule
    package let reason: String
    package let deactivates: Bool
    /// Who takes his place in teams; they end when `nil`.
    package let teamsTo: ID?
    /// Who stands in for those for whom he stands in. When `nil`, nobody does once he is deactivated.
    package let deputiesTo: ID?

    package init?(_ fields: inout ShapeReader) {
        let rule = fields.object("rule", ReassignmentRule.self)
        reason = fields.text("reason", length: 1...500, "Why; it stands in every client's history.")
        deactivates =
            fields.optionalBoolean(
                "deactivates", default: false,
                "Whether the user is let in no more once nothing is left with him; needs the right to administer users.") ?? false
        teamsTo = fields.optionalID(
            "teamsTo", "Who takes his place in the teams of customers that you may assign; absent, he only leaves them.")
        deputiesTo = fields.optionalID(
            "deputiesTo",
            "Who stands in for absent people where he does; needs the right to administer users. Absent, nobody does from then on, where the user is deactivated."
        )
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
    /// Absences of others in which he stands in; `nil` where that may not be seen.
    package let deputies: Int64?

    package init(
        userID: ID, userName: String, isActive: Bool, accounts: Int64, teams: Int64, shares: Int64, requests: Int64,
        deputies: Int64? = nil
    ) {
        (self.userID, self.userName, self.isActive) = (userID, userName, isActive)
        (self.accounts, self.teams, self.shares, self.requests) = (accounts, teams, shares, requests)
        self.deputies = deputies
    }

    /// With what the gateway knows of it.
    package func with(deputies: Int64) -> HoldingsResource {
        HoldingsResource(
            userID: userID, userName: userName, isActive: isActive, accounts: accounts, teams: teams, shares: shares,
            requests: requests, deputies: deputies)
    }

    package init(_ fields: inout ShapeReader) {
        userID = fields.id("userID")
        userName = fields.text("userName")
        isActive = fields.boolean("isActive")
        accounts = fields.integer("accounts", in: 0...Int64.max, "Customers that belong to him.")
        teams = fields.integer("teams", in: 0...Int64.max, "Teams of customers that he is in.")
        shares = fields.integer("shares", in: 0...Int64.max, "Customers that are shared with him.")
        requests = fields.integer("requests", in: 0...Int64.max, "His open requests for access and for large exports.")
        deputies = fields.optionalInteger(
            "deputies", in: 0...Int64.max,
            "Absences of others, of today or later, in which he stands in; absent without the right to see the organization.")
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
            writer.field("deputies", deputies)
        }
    }
}
