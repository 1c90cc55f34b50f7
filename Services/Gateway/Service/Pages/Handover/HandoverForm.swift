import ContactsAPI
import ContactsPages
import Core
import HTML
import JSON
import Pages
import Presentation

/// To whom chosen customers are to go, and why.
struct HandoverForm: Sendable {
    /// Which customers it is about.
    enum Whom: Sendable {
        case chosen([AccountID])
        case owned(by: ID)

        /// As contacts lists and counts them.
        var question: [(name: String, value: String?)] {
            switch self {
            case .chosen(let accounts):
                [("ids", accounts.prefix(CustomerFilter.mostAccounts).map(\.description).joined(separator: ","))]
            case .owned(let owner): [("owner", owner.description)]
            }
        }

        /// As a reassignment names them.
        var filter: JSONValue {
            switch self {
            case .chosen(let accounts): ["accounts": .array(accounts.map { .string($0.description) })]
            case .owned(let owner): ["ownerID": .string(owner.description)]
            }
        }

        /// As the form keeps it.
        var hidden: HTML {
            switch self {
            case .chosen(let accounts): .hidden("accounts", accounts.map(\.description).joined(separator: ","))
            case .owned(let owner): .hidden("owner", owner.description)
            }
        }
    }

    let whom: Whom
    /// The first of them, by name, and how many there are.
    let known: [CustomerSummary]
    let count: CustomerCount?
    let choices: ListChoices.Choices
    let typed: FormBody
    let key: String
    let visit: Visit

    private var say: Presenter { visit.say }

    var title: String {
        switch whom {
        case .chosen(let accounts): say(.handOverCount, accounts.count)
        case .owned: say(.handOverAll, known.first?.ownerName ?? "—")
        }
    }

    private var all: Int {
        switch whom {
        case .chosen(let accounts): accounts.count
        case .owned: Int(count?.count ?? Int64(known.count))
        }
    }

    var body: HTML {
        let form = HTML.form(
            HandoverPages.path,
            hidden: """
                \(visit.formToken)\(HTML.hidden("key", key))\
                \(whom.hidden)
                """,
            fields: ReceiverFields.fields(choices, typed, say),
            actions: [.button(say(.lookAtPlan), .main), .buttonLink(say(.cancel), CustomerListPage.path, .quiet)])
        return .two(
            .card(say(.toWhom), .stack(["<p class=\"muted\">\(say(.planFirst))</p>", form])), .card(say(.customers), names))
    }

    private var names: HTML {
        let lines: [HTML] = known.map { customer in
            "<li>\(HTML.link(customer.name, "\(CustomerListPage.path)/\(customer.id)"))</li>"
        }
        let rest = all - known.count
        let more: HTML = rest > 0 ? "<p class=\"muted small\">\(say(.andMore, say.number(rest)))</p>" : .empty
        return "<ul class=\"stack\">\(lines)</ul>\(more)"
    }
}

/// The fields that say to whom customers go.
enum ReceiverFields {
    static func fields(_ choices: ListChoices.Choices, _ typed: FormBody, _ say: Presenter) -> [Field] {
        [
            Field("receiver", say(.newOwner), value: typed["receiver"] ?? "").with {
                $0.autocomplete = "off"
                $0.hint = say(.loginOrMail)
                $0.suggestions = people(choices, say)
            },
            Field(
                "unitID", say(.orQueue), value: typed["unitID"] ?? "",
                options: [("", "—")] + say.sorted(choices.units, by: \.name).map { ($0.id.description, $0.name) }),
            Field("reason", say(.reasonInHistory), value: typed["reason"] ?? "").with {
                ($0.isRequired, $0.autocomplete) = (true, "off")
            },
        ]
    }

    static func people(_ choices: ListChoices.Choices, _ say: Presenter) -> [(value: String, title: String)] {
        say.sorted(choices.people, by: \.name).map { ($0.login, $0.name) }
    }
}
