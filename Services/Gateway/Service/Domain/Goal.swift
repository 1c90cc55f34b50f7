/// What an organization wants of a CRM: the twelve goals of the questionnaire that comes before everything else.
enum Goal: String, CaseIterable, Hashable, Sendable {
    case oneBase = "G1", history = "G2", documents = "G3", sources = "G4", repeatPurchases = "G5", attributes = "G6"
    case stages = "G7", complaints = "G8", distribution = "G9", control = "G10", planning = "G11", advertising = "G12"

    /// By what it is seen today whether it is reached.
    enum Measure: Hashable, Sendable {
        /// Pairs of customers that may be one, at most.
        case suspectedDuplicates
        /// Rejected events that nobody has settled, at most.
        case rejectedEvents
        /// Of the customers who ordered last, those who came again, in percent, at least.
        case comeAgain
        /// Orders of the last seven days, at least.
        case ordersOfWeek
        /// Of the newest customers, those without an owner, at most.
        case ownerless
        /// Mails of unknown fate, at most.
        case uncertainMails
    }

    /// `nil` for what no part of the suite can measure yet; that is said where the goal is shown.
    var measure: Measure? {
        switch self {
        case .oneBase: .suspectedDuplicates
        case .history: .rejectedEvents
        case .repeatPurchases: .comeAgain
        case .stages: .ordersOfWeek
        case .distribution: .ownerless
        case .control: .uncertainMails
        case .documents, .sources, .attributes, .complaints, .planning, .advertising: nil
        }
    }

    /// What is proposed.
    var usualTarget: Int {
        switch measure {
        case .suspectedDuplicates: 10
        case .rejectedEvents, .ownerless, .uncertainMails: 0
        case .comeAgain: 30
        case .ordersOfWeek: 20
        case nil: 0
        }
    }

    static let targets = 0...1_000_000
}

extension Goal.Measure {
    /// Whether more is better.
    var wantsMore: Bool {
        switch self {
        case .comeAgain, .ordersOfWeek: true
        case .suspectedDuplicates, .rejectedEvents, .ownerless, .uncertainMails: false
        }
    }

    func isReached(_ value: Int, target: Int) -> Bool { wantsMore ? value >= target : value <= target }
}
