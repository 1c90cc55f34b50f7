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
    static let checkNow = Phrase("Проверить сейчас", "Check now")
    static let rejectedTitle = Phrase("Отклонённые", "Rejected")
    static let waitingTitle = Phrase("Ждут", "Waiting")
    static let event = Phrase("Событие", "Event")
    static let reason = Phrase("Причина", "Reason")
    static let place = Phrase("Где", "Where")
    static let when = Phrase("Когда", "When")
    static let waitsFor = Phrase("Чего ждёт", "Waits for")
    static let waitsUntil = Phrase("До", "Until")
    static let fix = Phrase("Исправить", "Fix")
    static let look = Phrase("Посмотреть", "Look")
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
    static let whatIsWrong = Phrase("Что не так", "What is wrong")
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
    static let state = Phrase("Состояние", "State")
    static let settledBy = Phrase("Кто решил", "Settled by")
    static let bytes = Phrase("Байт", "Bytes")
    static let outsideData = Phrase("весь документ", "the whole document")
}
