import Presentation

/// What the page of the order intake says.
extension Phrase {
    static let receivedEvents = Phrase("принято от магазинов", "received from shops")
    static let acceptedEvents = Phrase("заказы и события", "orders and events")
    static let waitingEvents = Phrase("ждут причины", "wait for their cause")
    static let rejectedEvents = Phrase("отклонено", "rejected")
    static let supersededEvents = Phrase("исправлено", "corrected")
    static let discardedEvents = Phrase("снято", "discarded")
    static let duplicateEvents = Phrase("повторы", "repeats")
    static let nothingLost = Phrase("ничего не потеряно", "nothing is lost")
    static let doesNotAddUp = Phrase("не сходится: позовите администратора", "does not add up: call an administrator")
    static let checked = Phrase("проверено {1}", "checked {1}")
    static let rejectedTitle = Phrase("Отклонённые", "Rejected")
    static let waitingTitle = Phrase("Ждут", "Waiting")
    static let event = Phrase("Событие", "Event")
    static let reason = Phrase("Причина", "Reason")
    static let when = Phrase("Когда", "When")
    static let waitsFor = Phrase("Чего ждёт", "Waits for")
    static let waitsUntil = Phrase("До", "Until")
    static let fix = Phrase("Исправить", "Fix")
    static let noRejected = Phrase("Отклонённых нет", "Nothing is rejected")
    static let noRejectedText = Phrase(
        "Всё, что прислали магазины, принято или ждёт.", "All that the shops sent is accepted or waits.")
    static let noWaiting = Phrase("Никто не ждёт", "Nothing waits")
    static let noWaitingText = Phrase(
        "Событие ждёт, пока не придёт его заказ или отправление.", "An event waits until its order or shipment comes.")
    static let orderNotPlaced = Phrase("заказ ещё не пришёл", "its order is not here yet")
    static let shipmentUnknown = Phrase("отправление ещё не пришло", "its shipment is not here yet")
    static let notShippedYet = Phrase("ещё не отправлено", "not shipped yet")
    static let eventTitle = Phrase("Событие {1}", "Event {1}")
    static let asReceived = Phrase("Как пришло", "As received")
    static let tooLong = Phrase(
        "Показано начало: всего {1} байт.", "This is the beginning: {1} bytes in all.")
    static let correctedData = Phrase("Исправленные данные", "Corrected data")
    static let correctedHint = Phrase(
        "Исходное событие сохраняется рядом с исправлением. Магазин получит новую квитанцию.",
        "The original is kept beside the correction. The shop gets a new receipt.")
    static let fixAndAccept = Phrase("Исправить и принять", "Fix and accept")
    static let retryAsIs = Phrase("Повторить как есть", "Retry as it is")
    static let discard = Phrase("Снять с причиной", "Discard with a reason")
    static let discardReason = Phrase("Почему снимается", "Why it is discarded")
    static let discardHint = Phrase(
        "Снятое событие остаётся в списке снятых с причиной и вашим именем.",
        "It stays among the discarded with the reason and your name.")
    static let door = Phrase("Дверь", "Door")
    static let kind = Phrase("Что", "Type")
    static let settledBy = Phrase("Кто решил", "Settled by")
    static let outsideData = Phrase("весь документ", "the whole document")
}

extension Phrase {
    /// Why an event was rejected, by the code of the contract.
    static func whyRejected(_ code: String) -> Phrase {
        switch code {
        case "not-json": Phrase("Тело не JSON", "The body is not JSON")
        case "not-a-cloudevent": Phrase("Это не CloudEvent", "It is no CloudEvent")
        case "unknown-type": Phrase("Такого типа событий нет", "There is no such type of event")
        case "missing": Phrase("Не хватает обязательного поля", "A required field is missing")
        case "wrong-type": Phrase("Поле не того вида", "A field is of the wrong type")
        case "out-of-range": Phrase("Значение вне границ", "A value is out of range")
        case "unknown-currency": Phrase("Такой валюты не существует", "There is no such currency")
        case "sum-mismatch": Phrase("Суммы не сходятся", "The sums do not match")
        case "duplicate-line": Phrase("Строка указана дважды", "A line is there twice")
        case "unknown-product": Phrase("Такого товара нет в каталоге", "The catalogue has no such product")
        case "time-in-future": Phrase("Время в будущем", "A time lies in the future")
        case "too-large": Phrase("Событие слишком большое", "The event is too large")
        case "quantity-exceeded": Phrase("Больше, чем осталось", "More than is left")
        case "forbidden-by-state": Phrase("Состояние заказа этого не позволяет", "The order's state forbids it")
        case "already-exists-with-other-content":
            Phrase("Уже приходило с другим содержанием", "It came before with other content")
        case "cause-never-came": Phrase("Причина так и не пришла", "Its cause never came")
        default: Phrase("Отклонено", "Rejected")
        }
    }
}
