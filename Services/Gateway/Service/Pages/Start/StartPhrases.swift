import Presentation

/// What the start page and the charts say.
extension Phrase {
    static let startPage = Phrase("Сегодня", "Today")
    static let todayIs = Phrase("Сегодня, {1}", "Today, {1}")
    static let waitsForYou = Phrase("Ждёт вас", "Waiting for you")
    static let nothingWaitsForYou = Phrase("Вас ничего не ждёт", "Nothing waits for you")
    static let nothingWaitsText = Phrase(
        "Здесь появятся отклонённые заказы, просьбы о доступе и письма, о которых надо решить.",
        "Rejected orders, requests for access and mails to decide about will stand here.")
    static let noRightsYet = Phrase("У вас пока нет прав", "You have no rights yet")
    static let noRightsYetText = Phrase(
        "Попросите администратора дать вам роль; права появятся за несколько секунд.",
        "Ask an administrator to give you a role; the rights come within seconds.")
    static let accessWanted = Phrase(
        "{1} просит доступ к клиенту «{2}»: {3}", "{1} asks for access to “{2}”: {3}")
    static let exportWanted = Phrase(
        "{1} просит выгрузить клиентов: {2}. Зачем: {3}", "{1} asks to export {2} customers: {3}")

    // Charts
    static let ordersByDay = Phrase("Заказы по дням", "Orders by day")
    static let ordersInDays = Phrase("{1} за {2} дней, больше всего за день: {3}", "{1} in {2} days, at most {3} a day")
    static let ordersWord = Phrase("заказов", "orders")
    static let sevenDays = Phrase("7 дней", "7 days")
    static let sevenDaysBefore = Phrase("неделей раньше: {1}", "the week before: {1}")
    static let dayColumn = Phrase("День", "Day")
    static let asNumbers = Phrase("Числами", "As numbers")
    static let mailsByState = Phrase("Письма по состояниям", "Mails by state")
    static let noMailsYet = Phrase("Писем ещё не было.", "There have been no mails yet.")
    static let eventsByDay = Phrase("События по дням", "Events by day")
    static let eventsInDays = Phrase("принято {1}, отклонено {2}", "{1} accepted, {2} rejected")
    static let acceptedWord = Phrase("принято", "accepted")
    static let rejectedWord = Phrase("отклонено", "rejected")
    static let queueDepth = Phrase("Очереди заданий", "Queues of jobs")
    static let inTheQueue = Phrase("ждут и выполняются", "waiting and running")
}

extension Plural {
    static let rejectedWait = Plural(
        russian: "{n} отклонённое событие магазина ждёт исправления", "{n} отклонённых события магазина ждут исправления",
        "{n} отклонённых событий магазина ждут исправления", english: "{n} rejected event of a shop waits to be corrected",
        "{n} rejected events of shops wait to be corrected")
    static let mailsWait = Plural(
        russian: "{n} письмо неизвестной судьбы: решите, послать ли снова",
        "{n} письма неизвестной судьбы: решите, послать ли снова",
        "{n} писем неизвестной судьбы: решите, послать ли снова",
        english: "{n} mail of unknown fate: decide whether to send it again",
        "{n} mails of unknown fate: decide whether to send them again")
    static let ownerless = Plural(
        russian: "{n} из новых клиентов без ответственного", "{n} из новых клиентов без ответственного",
        "{n} из новых клиентов без ответственного", english: "{n} of the newest customers has no owner",
        "{n} of the newest customers have no owner")
}
