import Core
import HTML
import JSON
import Pages
import Presentation

/// A notice in words.
struct NoticeWords {
    let notice: Notice
    let say: Presenter

    private func word(_ name: String) -> String { notice.data[name]?.string ?? "" }

    var icon: Icon {
        switch notice.kind {
        case .eventRejected: .activity
        case .exportAsked, .exportAnswered: .list
        case .accessAsked, .accessAnswered, .customerMine: .user
        case .mailUncertain: .mail
        case .security: .lock
        }
    }

    var title: String {
        switch notice.kind {
        case .eventRejected:
            say(.eventsRejected, Int(notice.times)) + (word("source").isEmpty ? "" : say(.ofShop, word("source")))
        case .exportAsked: say(.asksForExport, word("person"), say.number(Int(notice.data["count"]?.int ?? 0)))
        case .exportAnswered: say(isApproved ? .exportApproved : .exportRefused)
        case .accessAsked: say(.asksForAccess, word("person"), word("name"))
        case .accessAnswered: say(isApproved ? .accessApproved : .accessRefused, word("name"))
        case .customerMine:
            notice.times > 1
                ? say(.customersMine, Int(notice.times))
                : word("name").isEmpty ? say(.customersMine, 1) : say(.customerMine, word("name"))
        case .mailUncertain: say(.mailUncertain)
        case .security: say(Self.security[word("what")] ?? .securityChanged)
        }
    }

    private var isApproved: Bool { word("state") == "approved" }

    /// Why, from whom, until when.
    var detail: String? {
        var parts: [String] = []
        switch notice.kind {
        case .exportAsked, .accessAsked: parts = [word("reason")]
        case .exportAnswered, .accessAnswered:
            parts = [word("by"), word("answer")]
            if let until = Timestamp(word("until")) { parts.append(say(.untilThen, say.date(until))) }
        case .customerMine: parts = [word("by"), word("reason")]
        case .security: parts = [word("agent"), word("address")]
        case .eventRejected, .mailUncertain: break
        }
        parts.removeAll(where: \.isEmpty)
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private static let security: [String: Phrase] = [
        "password-changed": Phrase("Ваш пароль изменён", "Your password was changed"),
        "sign-in-locked": Phrase(
            "Слишком много неудачных попыток войти под вашим именем", "Too many failed attempts to sign in as you"),
        "new-browser": Phrase("Вход из нового браузера", "A sign-in from a new browser"),
        "second-factor-on": Phrase("Второй шаг входа включён", "The second step of signing in was switched on"),
        "second-factor-off": Phrase("Второй шаг входа выключен", "The second step of signing in was switched off"),
        "passkey-added": Phrase("Добавлен ключ доступа", "A passkey was added"),
        "passkey-removed": Phrase("Ключ доступа удалён", "A passkey was removed"),
        "passkey-copied": Phrase("У кого-то есть копия вашего ключа доступа", "Somebody has a copy of your passkey"),
    ]
}

extension Phrase {
    static let notifications = Phrase("Уведомления", "Notifications")
    static let unreadNotifications = Phrase("Уведомления, непрочитанных: {1}", "Notifications, {1} unread")
    static let readAll = Phrase("Прочитать все", "Mark all as read")
    static let markRead = Phrase("Прочитано", "Mark as read")
    static let noticeNew = Phrase("новое", "new")
    static let noticeSettled = Phrase("уже решено", "settled")
    static let nothingNew = Phrase("Уведомлений нет", "No notifications")
    static let nothingNewText = Phrase(
        "Здесь появится то, что ждёт вас: отклонённые заказы, просьбы о доступе, новые клиенты, вход из нового браузера.",
        "What waits for you appears here: rejected orders, requests for access, new customers, a sign-in from a new browser.")

    fileprivate static let ofShop = Phrase(" · магазин {1}", " · shop {1}")
    fileprivate static let asksForExport = Phrase("{1} просит выгрузку: клиентов {2}", "{1} asks for an export of {2} customers")
    fileprivate static let exportApproved = Phrase("Ваша выгрузка одобрена: скачать", "Your export was approved: download")
    fileprivate static let exportRefused = Phrase("В выгрузке отказано", "Your export was declined")
    fileprivate static let asksForAccess = Phrase("{1} просит доступ к клиенту {2}", "{1} asks for access to {2}")
    fileprivate static let accessApproved = Phrase("Вам открыт клиент {1}", "You were given access to {1}")
    fileprivate static let accessRefused = Phrase("Вам отказано в доступе к клиенту {1}", "You were refused access to {1}")
    fileprivate static let customerMine = Phrase("Теперь ваш клиент: {1}", "Your customer now: {1}")
    fileprivate static let mailUncertain = Phrase(
        "Письмо могло не дойти: решите, что с ним", "A mail may not have arrived: decide about it")
    fileprivate static let securityChanged = Phrase("Изменилось то, как вы входите", "How you sign in was changed")
    fileprivate static let untilThen = Phrase("до {1}", "until {1}")

    static let answerRequest = Phrase("Ответить", "Answer")
    static let forHowLong = Phrase("На сколько", "For how long")
    static let whyNotTold = Phrase("Почему нет (это прочтёт тот, кто просил)", "Why not (whoever asked reads it)")
    static let requestAnsweredYes = Phrase("Разрешено. Тот, кто просил, узнает об этом.", "Approved. Whoever asked is told.")
    static let requestAnsweredNo = Phrase("Отказано. Тот, кто просил, узнает об этом.", "Declined. Whoever asked is told.")
}

extension Plural {
    static let eventsRejected = Plural(
        russian: "{n} событие отклонено", "{n} события отклонены", "{n} событий отклонено", english: "{n} event was rejected",
        "{n} events were rejected")
    static let customersMine = Plural(
        russian: "{n} клиент теперь ваш", "{n} клиента теперь ваши", "{n} клиентов теперь ваши",
        english: "{n} customer is yours now", "{n} customers are yours now")
    static let dayCount = Plural(russian: "{n} день", "{n} дня", "{n} дней", english: "{n} day", "{n} days")
}
