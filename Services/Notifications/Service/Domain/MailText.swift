import Core
import HTML
import Presentation

/// Says a message in the customer's language: subject, text part, HTML part.
struct MailText: Sendable {
    let subject: String
    let text: String
    let html: String

    init(_ kind: MailKind, _ content: MailContent, customer: String, language: Language, unsubscribe: String?) {
        let say = Presenter(language: language)
        let number = content.number ?? ""
        var sentences: [String] = []
        switch kind {
        case .orderPlaced:
            subject = say(.placedSubject, number)
            sentences = [say(.placedText, number)]
        case .orderShipped:
            subject = say(.shippedSubject, number)
            sentences = [say(.shippedText, number)]
            if let tracking = content.trackingNumber { sentences.append(say(.tracking, content.carrier ?? "", tracking)) }
        case .orderCancelled:
            subject = say(content.wholeOrder ? .cancelledSubject : .partlyCancelledSubject, number)
            sentences = [say(content.wholeOrder ? .cancelledText : .partlyCancelledText, number)]
            if let reason = content.reason { sentences.append(say(.cancelReason, reason)) }
        case .newProduct:
            subject = say(.productSubject, content.product ?? "")
            sentences = [say(.productText, content.product ?? "")]
            if let description = content.description { sentences.append(description) }
        case .passwordReset, .passwordChanged, .signInLocked, .newBrowser, .secondFactorOn, .secondFactorOff, .passkeyAdded,
            .passkeyRemoved, .passkeyCopied:
            let notice = NoticeText(kind, content, say)
            (subject, sentences) = (notice?.subject ?? "", notice?.sentences ?? [])
        }
        let link = content.trackingURL ?? content.url
        text = Self.plain(say, content, customer: customer, sentences: sentences, link: link, unsubscribe: unsubscribe)
        html =
            Self.page(say, content, subject, customer: customer, sentences: sentences, link: link, unsubscribe: unsubscribe).text
    }

    private static func plain(
        _ say: Presenter, _ content: MailContent, customer: String, sentences: [String], link: String?, unsubscribe: String?
    ) -> String {
        var blocks = [customer.isEmpty ? say(.hello) : say(.helloName, customer)] + sentences
        if !content.lines.isEmpty {
            var lines = content.lines.map { line in
                "- \(line.name) × \(line.quantity)" + (amount(line, content, say).map { ": " + $0 } ?? "")
            }
            if content.moreLines > 0 { lines.append("- " + say(.moreLines, Int(content.moreLines))) }
            blocks.append(lines.joined(separator: "\n"))
        }
        if let total = content.total { blocks.append(say(.total, say.money(total))) }
        if let link { blocks.append(link) }
        if let unsubscribe { blocks.append("--\n" + say(.unsubscribeText) + "\n" + unsubscribe) }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static func page(
        _ say: Presenter, _ content: MailContent, _ subject: String, customer: String, sentences: [String], link: String?,
        unsubscribe: String?
    ) -> HTML {
        let rows: [HTML] = content.lines.map { line in
            """
            <tr><td style="padding:4px 12px 4px 0">\(line.name)</td><td style="padding:4px 12px 4px 0;text-align:right">\(line.quantity)</td>\
            <td style="padding:4px 0;text-align:right">\(amount(line, content, say) ?? "")</td></tr>
            """
        }
        let more: HTML = content.moreLines > 0 ? "<p>\(say(.moreLines, Int(content.moreLines)))</p>" : ""
        let table: HTML = rows.isEmpty ? "" : "<table style=\"border-collapse:collapse\">\(rows)</table>\(more)"
        let total: HTML = content.total.map { "<p><b>\(say(.total, say.money($0)))</b></p>" } ?? ""
        let target: HTML = link.map { "<p><a href=\"\(url: $0)\">\($0)</a></p>" } ?? ""
        let farewell: HTML? = unsubscribe.map {
            """
            <p style="font-size:12px;color:#66655f">\(say(.unsubscribeText)) \
            <a href="\(url: $0)" style="color:#66655f">\(say(.unsubscribe))</a></p>
            """
        }
        return """
            <!doctype html><html lang="\(say.language.rawValue)"><head><meta charset="utf-8"><title>\(subject)</title></head>\
            <body style="font:15px/1.5 sans-serif;color:#1c1c1e;max-width:600px">\
            <p>\(customer.isEmpty ? say(.hello) : say(.helloName, customer))</p>\
            \(sentences.map { "<p>\($0)</p>" as HTML })\(table)\(total)\(target)\
            \(farewell)</body></html>
            """
    }

    private static func amount(_ line: MailContent.Line, _ content: MailContent, _ say: Presenter) -> String? {
        guard let total = line.total, let currency = content.total?.currency else { return nil }
        return say.money(Money(amount: total, currency: currency))
    }
}

extension Phrase {
    fileprivate static let hello = Phrase("Здравствуйте!", "Hello,")
    fileprivate static let helloName = Phrase("Здравствуйте, {1}!", "Hello {1},")
    fileprivate static let placedSubject = Phrase("Заказ {1} принят", "Order {1} received")
    fileprivate static let placedText = Phrase(
        "Мы приняли ваш заказ {1}. Спасибо!", "We have received your order {1}. Thank you!")
    fileprivate static let shippedSubject = Phrase("Заказ {1} отправлен", "Order {1} has shipped")
    fileprivate static let shippedText = Phrase("Ваш заказ {1} в пути.", "Your order {1} is on its way.")
    fileprivate static let tracking = Phrase("Номер отправления: {1} {2}", "Tracking number: {1} {2}")
    fileprivate static let cancelledSubject = Phrase("Заказ {1} отменён", "Order {1} was cancelled")
    fileprivate static let cancelledText = Phrase(
        "Ваш заказ {1} отменён. Если вы этого не просили, ответьте на это письмо.",
        "Your order {1} was cancelled. If you did not ask for this, reply to this message.")
    fileprivate static let partlyCancelledSubject = Phrase("Заказ {1} изменён", "Order {1} was changed")
    fileprivate static let partlyCancelledText = Phrase(
        "Часть заказа {1} отменена. Если вы этого не просили, ответьте на это письмо.",
        "A part of your order {1} was cancelled. If you did not ask for this, reply to this message.")
    fileprivate static let cancelReason = Phrase("Причина: {1}", "Reason: {1}")
    fileprivate static let productSubject = Phrase("Новинка: {1}", "New: {1}")
    fileprivate static let productText = Phrase(
        "У нас появилась новинка: {1}. Вы просили рассказывать о новом в этом разделе.",
        "Something new is here: {1}. You asked us to tell you about news of this kind.")
    fileprivate static let total = Phrase("Итого: {1}", "Total: {1}")
    fileprivate static let unsubscribeText = Phrase(
        "Не хотите получать такие письма?", "Do you not want to get such messages?")
    fileprivate static let unsubscribe = Phrase("Отписаться", "Unsubscribe")
}

extension Plural {
    fileprivate static let moreLines = Plural(
        russian: "и ещё {n} позиция", "и ещё {n} позиции", "и ещё {n} позиций", english: "and {n} more line", "and {n} more lines"
    )
}
