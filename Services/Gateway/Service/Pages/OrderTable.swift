import HTML
import JSON
import Pages
import Presentation

/// The table of the orders' state machine as it is published in the API docs.
struct OrderTable {
    let table: JSONValue
    let say: Presenter

    var blocks: [HTML] { [transitions, states] }

    private var transitions: HTML {
        let columns: [Table.Column] = [
            .init(say(Phrase("Событие", "Event"))), .init(say(Phrase("Когда", "When"))),
            .init(say(Phrase("Что будет", "Outcome"))),
        ]
        let rows = (table["events"]?.array ?? []).flatMap { event in
            (event["rules"]?.array ?? []).enumerated().map { index, rule in
                let code = rule["code"]?.string ?? rule["for"]?.string
                let why: HTML? = code.map { "<br><span class=\"muted small\">\($0)</span>" }
                return Table.Row([
                    index == 0 ? "<b>\(event["type"]?.string ?? "")</b>" : "", "\(rule["meaning"]?.string ?? "")",
                    "\(HTML.tag(rule["outcome"]?.string ?? "", tone(rule["outcome"]?.string)))\(why)",
                ])
            }
        }
        let title = say(Phrase("Что может случиться с заказом", "What may happen to an order"))
        return .card(title, flush: true, Table(title, columns, rows).html)
    }

    private var states: HTML {
        let columns: [Table.Column] = [
            .init(say(Phrase("Состояние", "State"))), .init(say(Phrase("Значение", "Value"))),
            .init(say(Phrase("Когда", "When"))),
        ]
        let rows = (table["states"]?.object?.members ?? []).flatMap { member in
            (member.value.array ?? []).enumerated().map { index, state in
                Table.Row([
                    index == 0 ? "<b>\(member.key)</b>" : "", .tag(state["state"]?.string ?? ""),
                    "\(state["meaning"]?.string ?? "")",
                ])
            }
        }
        let title = say(Phrase("Состояния заказа", "The states of an order"))
        return .card(title, flush: true, Table(title, columns, rows).html)
    }

    private func tone(_ outcome: String?) -> Tone {
        switch outcome {
        case "accepted": .good
        case "waiting": .warn
        case "rejected", "conflict": .bad
        default: .plain
        }
    }
}
