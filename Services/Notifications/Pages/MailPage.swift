package import Core
package import HTML
package import NotificationsAPI
import Pages
package import Presentation

/// One message: what was written, what became of it, and the decision where that is not known.
package struct MailPage: Sendable {
    package let preview: MailPreview
    package let presenter: Presenter
    package let now: Timestamp
    /// The hidden field that every form carries.
    package let formToken: HTML

    package init(preview: MailPreview, presenter: Presenter, now: Timestamp, formToken: HTML) {
        (self.preview, self.presenter, self.now, self.formToken) = (preview, presenter, now, formToken)
    }

    package var body: HTML {
        let content: HTML =
            preview.text.map { .code($0, label: presenter(Phrase("Текст письма", "Text of the mail"))) } ?? "<p>\(hidden)</p>"
        let text: HTML = .card(presenter(Phrase("Текст", "Text")), content)
        return .two(.stack([decision, text]), .card(presenter(Phrase("О письме", "About this mail")), facts))
    }

    private var decision: HTML {
        guard preview.mail.state == "uncertain" else { return .empty }
        let path = "\(MailListPage.path)/\(preview.mail.id)/resolve"
        func form(_ decision: String, _ label: Phrase, _ kind: HTML.Weight) -> HTML {
            """
            <form method="post" action="\(url: path)">\(formToken)\(HTML.hidden("decision", decision))\
            \(HTML.button(presenter(label), kind))</form>
            """
        }
        let question = presenter(
            Phrase(
                "Связь с почтовым сервером оборвалась до его ответа. Письмо могло уйти. Спросите клиента или журнал сервера.",
                "The connection to the mail server ended before its answer. The mail may have gone out. Ask the customer or the server's log."
            ))
        return .stack([
            .note("\(question)", .warn),
            .chips([
                form("sent", Phrase("Оно дошло", "It arrived"), .main),
                form("resend", Phrase("Отправить ещё раз", "Send again"), .plain),
            ]),
        ])
    }

    private var hidden: HTML { "<span class=\"muted small\">\(presenter(.hiddenByRights))</span>" }

    private var facts: HTML {
        let mail = preview.mail
        var facts = [
            Fact(presenter(Phrase("Кому", "To")), mail.recipient.map { "\($0)" } ?? hidden),
            Fact(
                presenter(Phrase("Что стало", "Outcome")),
                .tag(presenter(MailPhrases.state(mail.state)), MailListPage.tone(mail.state))),
        ]
        if let reason = mail.reason {
            facts.append(Fact(presenter(Phrase("Почему", "Why")), "\(MailPhrases.reason(reason, presenter))"))
        }
        facts.append(Fact(presenter(Phrase("Повод", "Occasion")), "\(presenter(MailPhrases.kind(mail.kind)))"))
        if let order = mail.orderID {
            facts.append(
                Fact(presenter(Phrase("Заказ", "Order")), .link(presenter(Phrase("Открыть", "Open")), "/orders/\(order)")))
        }
        if let account = mail.accountID {
            facts.append(
                Fact(
                    presenter(Phrase("Клиент", "Customer")), .link(presenter(Phrase("Открыть", "Open")), "/customers/\(account)"))
            )
        }
        facts.append(
            Fact(
                presenter(Phrase("Задумано", "Meant")),
                .moment(presenter.near(mail.createdAt, now: now), exact: presenter.exact(mail.createdAt))))
        if let at = mail.finishedAt {
            facts.append(
                Fact(
                    presenter(Phrase("Закончено", "Finished")), .moment(presenter.near(at, now: now), exact: presenter.exact(at)))
            )
        }
        facts.append(Fact(presenter(Phrase("Попыток", "Tries")), "\(presenter.number(Int(mail.attempts)))"))
        return .facts(facts)
    }
}
