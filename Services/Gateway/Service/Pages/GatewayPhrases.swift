import Presentation

/// What the gateway's own pages say.
extension Phrase {
    static let products = Phrase("Товары", "Products")
    static let apiDocs = Phrase("Для программ", "For programs")

    // The search
    static let alsoPossible = Phrase("Действия", "Actions")
    static let everything = Phrase("Все разделы", "All sections")
    static let searchTip = Phrase(
        "Попробуйте часть имени, почты или телефона, номер заказа или название раздела.",
        "Try a part of a name, mail or phone number, the number of an order or the name of a section.")

    // Signing in
    static let attemptsLeft = Plural(
        russian: "Логин или пароль не подошёл. Осталась {n} попытка, потом пауза 5 минут.",
        "Логин или пароль не подошёл. Осталось {n} попытки, потом пауза 5 минут.",
        "Логин или пароль не подошёл. Осталось {n} попыток, потом пауза 5 минут.",
        english: "The login or password is wrong. {n} attempt is left, then there is a pause of 5 minutes.",
        "The login or password is wrong. {n} attempts are left, then there is a pause of 5 minutes.")
    static let pausedUntil = Phrase(
        "Слишком много неудачных попыток. Попробуйте снова после {1} ({2}).",
        "Too many failed attempts. Try again after {1} ({2}).")
    static let fillBoth = Phrase("Введите логин и пароль.", "Enter login and password.")

    // The intake
    static let notJSON = Phrase("Это не JSON: {1}", "This is not JSON: {1}")
    static let refusedAgain = Phrase("Снова отклонено: {1}", "Refused again: {1}")

    // Gaps
    static let serviceMissing = Phrase(
        "Служба «{1}» не подключена к этой установке, поэтому её данных здесь нет.",
        "The service “{1}” is not part of this installation, so its data is not here.")
    static let serviceSilent = Phrase(
        "Служба «{1}» сейчас не отвечает, поэтому её данных здесь нет. Обновите страницу через минуту.",
        "The service “{1}” does not answer now, so its data is not here. Reload the page in a minute.")
    static let rightMissing = Phrase(
        "Для этого нужно право, которого у вас нет. Попросите администратора.",
        "This needs a right that you do not hold. Ask an administrator for it.")

    static let hiddenPart = Phrase("Скрыто вашими правами.", "Hidden by your rights.")

    // Errors
    static let nextTryIn = Phrase("Следующая попытка через {1}.", "Next try in {1}.")
    static let openAnew = Phrase("Открыть заново", "Open anew")
    static let retry = Phrase("Повторить", "Retry")
    static let toStart = Phrase("В начало", "To the start")
    static let requestNumber = Phrase("Номер запроса: {1}", "Request number: {1}")
}

/// The services as people know them.
enum ServiceNames {
    static func phrase(_ service: String) -> Phrase {
        switch service {
        case "orders": .orders
        case "contacts": .customers
        case "notifications": .mails
        case "gateway": Phrase("Вход и страницы", "Sign-in and pages")
        default: Phrase(service, service)
        }
    }
}
