import ContactsAPI
import Core
import HTML
import JSON
import Pages
import Presentation

/// One entry of the history as a sentence: what happened, and where it is known from.
struct HistoryLine {
    let entry: TimelineEntryResource
    let say: Presenter

    var line: Timeline.Line {
        let (icon, sentence) = sentence
        return Timeline.Line(
            icon: icon, sentence, time: .moment(say.time(entry.at), exact: say.exact(entry.at)), why: why, from: event,
            quote: text("reason").flatMap { $0.isEmpty || entry.kind.hasPrefix("mail.") ? nil : $0 })
    }

    private var sentence: (Icon, HTML) {
        switch entry.kind {
        case "order.placed":
            let lines = entry.data["lineCount"]?.int.map { ", " + say(CustomerPhrases.lineCount, Int($0)) } ?? ""
            let total: HTML = entry.data["total"] == nil ? "" : " \(say(Phrase("на", "for"))) <b>\(money("total"))</b>"
            return (.cart, "\(order)\(total)\(lines)")
        case "order.paid":
            return (
                .card,
                "\(say(Phrase("Оплата", "Payment of"))) <b>\(money("amount"))</b> \(say(Phrase("по заказу", "for"))) \(number)"
            )
        case "order.refunded":
            return (
                .undo,
                "\(say(Phrase("Возврат денег", "Refund of"))) <b>\(money("amount"))</b> \(say(Phrase("по заказу", "for"))) \(number)"
            )
        case "order.shipped":
            return (.truck, "\(order) \(say(Phrase("отправлен", "was shipped")))\(carrier)")
        case "order.delivered": return (.parcel, "\(order) \(say(Phrase("доставлен", "was delivered")))")
        case "order.cancelled":
            let isWhole = text("orderState") == "cancelled"
            return (
                .x,
                "\(order) \(say(isWhole ? Phrase("отменён", "was cancelled") : Phrase("отменён частично", "was partly cancelled")))"
            )
        case "order.returned": return (.undo, "\(say(Phrase("Возврат по заказу", "Return from"))) \(number)")
        case "account.created": return (.user, "\(say(Phrase("Клиент заведён", "The customer was added")))")
        case "account.owner-changed": return ownerLine
        case "account.shared", "account.unshared": return shareLine
        case "account.access-requested", "account.access-answered": return requestLine
        case "contact-point.verified":
            let basis = text("basis").map { say(CustomerPhrases.basis($0)) } ?? ""
            let verified = isPhone ? Phrase("подтверждён", "was verified") : Phrase("подтверждена", "was verified")
            return (.check, "\(point) \(say(verified)): \(basis)")
        case "contact-point.unverified":
            let doubted =
                isPhone
                ? Phrase("больше не считается подтверждённым", "counts as verified no more")
                : Phrase("больше не считается подтверждённой", "counts as verified no more")
            return (.alert, "\(point) \(say(doubted))")
        case "consent.withdrawn":
            let purpose = say(CustomerPhrases.purpose(text("purpose") ?? ""))
            return (.mail, "\(say(Phrase("Клиент отказался получать {1}", "The customer no longer wants {1}"), purpose))")
        default: return mail
        }
    }

    private var mail: (Icon, HTML) {
        let outcome: Phrase =
            switch entry.kind {
            case "mail.sent": Phrase("отправлено", "was sent")
            case "mail.refused": Phrase("не принято", "was refused")
            case "mail.uncertain": Phrase("отправлено, но неизвестно, дошло ли", "was sent, unknown whether it arrived")
            case "mail.skipped": Phrase("не отправлялось", "was not sent")
            default: Phrase("", "")
            }
        let subject = text("subject") ?? say(.hiddenByRights)
        let title: HTML = text("mailID").map { .link(subject, "/mails/\($0)") } ?? "\(subject)"
        let isGood = entry.kind == "mail.sent"
        return (isGood ? .send : .alert, "\(say(Phrase("Письмо «", "Mail “")))\(title)\(say(Phrase("»", "”"))) \(say(outcome))")
    }

    private var isPhone: Bool { text("kind") == "phone" }

    private var point: HTML {
        "\(say(isPhone ? CustomerPhrases.phone : CustomerPhrases.mail)) <b>\(text("text") ?? "")</b>"
    }

    private var order: HTML {
        "<b>\(say(Phrase("Заказ", "Order"))) \(number)</b>"
    }

    private var number: HTML {
        let number = text("number") ?? ""
        return text("orderID").map { .link(number, "/orders/\($0)") } ?? "\(number)"
    }

    private var carrier: HTML {
        let tracking: HTML? = text("trackingNumber").map { number in
            text("trackingUrl").map { .link(number, $0) } ?? "\(number)"
        }
        switch (text("carrier"), tracking) {
        case (let carrier?, let tracking?): return ", \(carrier) \(tracking)"
        case (let carrier?, nil): return ", \(carrier)"
        case (nil, let tracking?): return ", \(tracking)"
        case (nil, nil): return ""
        }
    }

    /// Which event says so.
    private var event: String {
        say(Phrase("Событие {1}", "Event {1}"), entry.data["cause"]?["eventID"]?.string ?? entry.eventID)
    }

    /// Who did it, or why it was so; `nil` for what the suite did by itself.
    private var why: HTML? {
        if entry.actor.hasPrefix("shop:") {
            return "\(say(Phrase("Из магазина {1}", "From the shop {1}"), String(entry.actor.dropFirst(5))))"
        }
        if entry.actor == "customer" { return "\(say(Phrase("Сам клиент", "The customer")))" }
        for kind in ["person:", "token:"] where entry.actor.hasPrefix(kind) {
            return "\(String(entry.actor.dropFirst(kind.count)))"
        }
        return entry.kind.hasPrefix("mail.") ? text("reason").map { "\($0)" } : nil
    }

    private func money(_ member: String) -> String {
        guard let amount = entry.data[member]?.int, let currency = text("currency").flatMap({ Currency($0) }) else { return "" }
        return say.money(Money(amount: amount, currency: currency))
    }

    private func text(_ member: String) -> String? {
        entry.data[member]?.string
    }
}
