import HTML
import JSON
import OrdersAPI
import Pages
import Presentation

/// A rejected event beside the list: what is wrong with it, what came, and what can be done about it.
struct RejectedEventForm {
    let event: IntakeEventResource
    let formToken: HTML
    let error: String?
    let typed: String?
    let words: OrderWords

    private var presenter: Presenter { words.presenter }

    var card: HTML {
        let code = event.problem?["code"]?.string ?? event.state
        var blocks = [faults, facts]
        if event.state == "rejected" { blocks += [correction, removal] }
        if let received = event.received { blocks.append(original(received)) }
        return .card(
            presenter(.eventTitle, event.orderNumber ?? event.eventID), id: PagePath.event, beside: .tag(code, .bad),
            .stack(blocks))
    }

    private var faults: HTML {
        let errors = event.problem?["errors"]?.array ?? []
        guard !errors.isEmpty else { return .note(HTML(escaping: event.problem?["detail"]?.string ?? ""), .bad) }
        return .stack(
            errors.map { error in
                let pointer = error["pointer"]?.string ?? ""
                let place: HTML = pointer.isEmpty ? "\(presenter(.outsideData))" : "<code>\(pointer)</code>"
                return .note("\(place): \(error["detail"]?.string ?? "")", .bad)
            })
    }

    private var facts: HTML {
        var facts = [
            Fact(presenter(.shop), HTML(escaping: event.source)), Fact(presenter(.event), HTML(escaping: event.eventID)),
            Fact(presenter(.kind), HTML(escaping: event.type)), Fact(presenter(.door), HTML(escaping: event.door)),
            Fact(presenter(.when), words.moment(event.receivedAt)),
        ]
        if let reason = event.reason { facts.append(Fact(presenter(.reason), HTML(escaping: reason))) }
        if let person = event.settledBy { facts.append(Fact(presenter(.settledBy), HTML(escaping: person))) }
        return .facts(facts)
    }

    /// `try` says which of the two buttons it was: `corrected` takes `data`, `received` leaves it aside.
    private var correction: HTML {
        let field = Field("data", presenter(.correctedData), value: typed ?? data, kind: .textarea).with {
            $0.hint = presenter(.correctedHint)
            $0.error = error
            $0.autocomplete = "off"
        }
        return .form(
            PagePath.retry(event.id), hidden: formToken, fields: [field],
            actions: [
                .button(presenter(.fixAndAccept), .main, icon: .check, name: "try", value: "corrected"),
                .button(presenter(.retryAsIs), name: "try", value: "received"),
            ])
    }

    private var removal: HTML {
        let field = Field("reason", presenter(.discardReason)).with {
            $0.hint = presenter(.discardHint)
            $0.isRequired = true
            $0.autocomplete = "off"
        }
        return .form(
            PagePath.discard(event.id), hidden: formToken, fields: [field],
            actions: [.button(presenter(.discard), .quiet, icon: .x)])
    }

    private func original(_ received: IntakeBytesResource) -> HTML {
        let text = received.text ?? received.bytes
        let cut: HTML =
            Int64(text.utf8.count) < received.length && received.text != nil
            ? .note(HTML(escaping: presenter(.tooLong, presenter.number(Int(received.length)))), .warn) : .empty
        return "<h3>\(presenter(.asReceived))</h3>\(cut)\(HTML.code(text, label: presenter(.asReceived)))"
    }

    /// The data alone, laid out for correcting; what cannot be read stands as it came.
    private var data: String {
        guard let received = event.received, let text = received.text else { return "" }
        guard let document = try? JSONValue.parse(Array(text.utf8)) else { return text }
        return IndentedJSON.text(received.form == "structured" ? document["data"] ?? .object(JSONObject()) : document)
    }
}
