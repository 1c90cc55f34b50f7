import Pages
import Presentation

/// Jobs in the words of people. A kind that is not known here, as another version may have it, goes by its name.
enum JobWords {
    static func title(_ kind: String) -> Phrase { titles[kind] ?? Phrase(kind, kind) }

    /// So many of them, to begin a sentence with.
    static func given(_ kind: String) -> Plural {
        if kind == "notifications.send-mail" {
            return Plural(
                russian: "{n} письмо не отправлено.", "{n} письма не отправлены.", "{n} писем не отправлено.",
                english: "{n} letter is not sent.", "{n} letters are not sent.")
        }
        let (russian, english) = (title(kind).text(in: .russian), title(kind).text(in: .english))
        return Plural(
            russian: "{n} задание «\(russian)» не выполнено.", "{n} задания «\(russian)» не выполнены.",
            "{n} заданий «\(russian)» не выполнено.", english: "{n} job “\(english)” is not done.",
            "{n} jobs “\(english)” are not done.")
    }

    static func state(_ name: String) -> Phrase {
        switch name {
        case "scheduled": Phrase("ждёт срока", "scheduled")
        case "ready": Phrase("в очереди", "in the queue")
        case "running": Phrase("выполняется", "running")
        case "done": Phrase("выполнено", "done")
        case "dead": Phrase("брошено", "given up")
        case "cancelled": Phrase("отменено", "cancelled")
        default: Phrase(name, name)
        }
    }

    static func tone(_ state: String) -> Tone {
        switch state {
        case "done": .good
        case "dead": .bad
        case "running": .info
        default: .plain
        }
    }

    private static let titles: [String: Phrase] = [
        "notifications.send-mail": Phrase("Отправить письмо", "Send a mail"),
        "notifications.announce-product": Phrase("Рассказать о товаре", "Announce a product"),
        "notifications.take-up-forgotten": Phrase("Найти забытые письма", "Take up forgotten mails"),
        "notifications.purge-ledger": Phrase("Убрать старые письма", "Remove old mails"),
        "contacts.reassign": Phrase("Передать клиентов", "Reassign customers"),
        "contacts.refresh-accounts": Phrase("Обновить клиентов", "Refresh customers"),
        "gateway.tell-user": Phrase("Сообщить службам о человеке", "Tell the services of a user"),
        "gateway.mail-password-reset": Phrase("Послать ссылку на пароль", "Mail a link to a password"),
        "gateway.fill-demo": Phrase("Заполнить примером", "Fill with the example"),
        "gateway.note-lock": Phrase("Отметить закрытый вход", "Note a locked door"),
        "gateway.reconcile-users": Phrase("Сверить людей с каталогом", "Reconcile users with the directory"),
    ]
}
