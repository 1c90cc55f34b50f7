import Core
import JSON

/// Why a user may do something with a row or may not, as the API gives it.
struct ExplanationResource: Shape, JSONWritable {
    static let shapeName = "AccessExplanation"

    let userID: ID
    let active: Bool
    let resource: String
    let action: String
    let record: ID?
    let allowed: Bool
    let outcome: String
    let hidden: [FieldGroup]
    let rules: [ExplainedRule]

    init(_ answer: ExplainAccess.Answer) {
        (userID, active) = (answer.user.id, answer.user.isActive)
        (resource, action) = (answer.question.resource.rawValue, answer.question.action.rawValue)
        record = answer.question.account
        let decision = answer.explanation.decision
        (allowed, outcome) = (decision.isAllowed, answer.explanation.outcome.rawValue)
        hidden = decision.isAllowed ? decision.hidden : []
        rules = answer.explanation.lines.map { ExplainedRule($0, decidedBy: decision.by) }
    }

    init(_ fields: inout ShapeReader) {
        userID = fields.id("userID")
        active = fields.boolean("active", "Who has left may do nothing.")
        resource = fields.choice("resource", among: Resource.allCases.map(\.rawValue))
        action = fields.choice("action", among: Action.allCases.map(\.rawValue))
        record = fields.optionalID("record", "The client whose row it is.")
        allowed = fields.boolean("allowed")
        outcome = fields.choice(
            "outcome", among: AccessExplanation.Outcome.allCases.map(\.rawValue),
            "allowed; ownerOnly: name and owner are seen; noRule: no rule speaks of the resource; noRuleForAction; outOfReach: "
                + "no rule about the action reaches the row; notViewed: the row cannot be viewed in full, so nothing is done to it."
        )
        hidden = fields.hiddenGroups()
        rules = fields.objects(
            "rules", ExplainedRule.self, count: 0...1000, "His rules about the resource, those about the action first.")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("userID", userID)
            writer.field("active", active)
            writer.field("resource", resource)
            writer.field("action", action)
            writer.field("record", record)
            writer.field("allowed", allowed)
            writer.field("outcome", outcome)
            writer.hiddenGroups(hidden)
            writer.field("rules", array: rules)
        }
    }
}

/// One rule in an explanation.
struct ExplainedRule: Shape, JSONWritable {
    static let shapeName = "ExplainedRule"
    private static let reaches = ["owner", "deputy", "unit", "shared", "all"]

    let role: String
    let grant: GrantShape
    let decides: Bool
    let reach: String?
    let through: ID?
    let misses: String?

    init(_ line: AccessExplanation.Line, decidedBy rule: AccessDecision.Rule?) {
        (role, grant) = (line.grant.role, GrantShape(line.grant))
        switch line.verdict {
        case .reaches(let reach):
            (self.reach, through) = Self.names(reach)
            misses = nil
            decides = rule == AccessDecision.Rule(grant: line.grant, reach: reach)
        case .misses(let miss):
            (reach, through, misses, decides) = (nil, nil, miss.rawValue, false)
        }
    }

    init?(_ fields: inout ShapeReader) {
        role = fields.text("role", length: 1...100, "The role that the rule stands in.")
        let grant = fields.object("grant", GrantShape.self)
        decides = fields.boolean("decides", "Whether it is the rule that allowed it.")
        reach = fields.optionalChoice("reach", among: Self.reaches, "How it reaches the row; absent when it does not.")
        through = fields.optionalID("through", "Whose deputy, through which unit, or with whom it is shared.")
        misses = fields.optionalChoice(
            "misses", among: AccessExplanation.Miss.allCases.map(\.rawValue), "Why it does not reach the row.")
        guard let grant else { return nil }
        self.grant = grant
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("role", role)
            writer.field("grant", grant)
            writer.field("decides", decides)
            writer.field("reach", reach)
            writer.field("through", through)
            writer.field("misses", misses)
        }
    }

    private static func names(_ reach: AccessDecision.Reach) -> (String, ID?) {
        switch reach {
        case .owner: ("owner", nil)
        case .deputy(let user): ("deputy", user)
        case .unit(let unit): ("unit", unit)
        case .shared(let principal): ("shared", principal)
        case .all: ("all", nil)
        }
    }
}
