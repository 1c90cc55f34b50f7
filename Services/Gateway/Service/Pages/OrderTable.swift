import HTML
import JSON
import Pages
import Presentation

/// The table of the orders' state machine as it is published in the API docs: of the rules of an event the first that holds
/// decides, and so it is with the values of a state.
struct OrderTable {
    let table: JSONValue
    let say: Presenter

    var blocks: [HTML] { (table["events"]?.array ?? []).map(event) + (table["states"]?.object?.members ?? []).map(state) }

    private func event(_ event: JSONValue) -> HTML {
        let rules: [HTML] = (event["rules"]?.array ?? []).map { rule in
            let outcome = rule["outcome"]?.string ?? ""
            let why: HTML? = (rule["code"]?.string ?? rule["for"]?.string).map { " <span class=\"muted small\">\($0)</span>" }
            return "<li>\(HTML.tag(outcome, tone(outcome))) \(rule["meaning"]?.string ?? "")\(why)</li>"
        }
        let title = say(Phrase("Что станет с {1}", "What becomes of {1}"), event["type"]?.string ?? "")
        return .card(title, "<ol class=\"stack\">\(rules)</ol>")
    }

    private func state(_ member: JSONObject.Member) -> HTML {
        let facts = (member.value.array ?? []).map { value in
            Fact(value["state"]?.string ?? "", "\(value["meaning"]?.string ?? "")")
        }
        return .card(say(Phrase("Состояние заказа: {1}", "State of an order: {1}"), member.key), .facts(facts))
    }

    private func tone(_ outcome: String) -> Tone {
        switch outcome {
        case "accepted": .good
        case "waiting": .warn
        case "rejected", "conflict": .bad
        default: .plain
        }
    }
}
