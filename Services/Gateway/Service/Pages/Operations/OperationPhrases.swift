import Presentation

/// What the operators' pages say.
extension Phrase {
    static let operations = Phrase("Работа системы", "Operations")
    static let services = Phrase("Службы", "Services")
    static let jobs = Phrase("Задания", "Jobs")
    static let parkedEvents = Phrase("Отложенные события", "Parked events")
    static let lookAtIt = Phrase("Посмотреть", "Look")
    static let whatToDo = Phrase("Что сделать", "What to do")
    static let facts = Phrase("Сведения", "Facts")
    static let number = Phrase("Номер", "Number")
    static let reason = Phrase("Причина", "Reason")

    // The services
    static let nothingWaits = Phrase(
        "Все службы отвечают; ничего не ждёт и ничего не брошено.",
        "All services answer; nothing waits and nothing was given up.")
    static let runsSince = Phrase("Работает с", "Up since")
    static let eventsUntold = Phrase("Событий не передано", "Events untold")
    static let eventsParked = Phrase("Отложено", "Parked")
    static let jobsOpen = Phrase("Заданий ждёт", "Jobs open")
    static let jobsDead = Phrase("Брошено", "Given up")
    static let checkedNow = Phrase("проверено сейчас", "checked just now")
    static let deadSince = Phrase(
        "Попытки кончились, первая {1}: {2}", "All attempts have failed, the first {1}: {2}")
    static let waitsSince = Phrase("Ждёт {1}, будет повторено само: {2}", "Waiting for {1}, tried again by itself: {2}")
    static let firstOfThem = Phrase("Первое — {1}.", "The first of them {1}.")
    static let jobsBehind = Phrase(
        "задания не успевают выполняться: самое старое ждёт {1}.", "jobs fall behind: the oldest has been due for {1}.")

    // Jobs
    static let jobKind = Phrase("Задание", "Job")
    static let attempts = Phrase("Попытка", "Attempt")
    static let noJobs = Phrase("Таких заданий нет", "There are no such jobs")
    static let noJobsText = Phrase(
        "Выполненные хранятся две недели, брошенные — пока их не запустят заново или не снимут.",
        "Done ones are kept for two weeks, those given up until somebody redrives or cancels them.")
    static let redriveAll = Phrase("Запустить все заново", "Redrive all of them")
    static let queuedAt = Phrase("Поставлено", "Queued")
    static let dueAt = Phrase("Срок", "Due")
    static let endedAt = Phrase("Закончено", "Ended")
    static let crashes = Phrase("Аварий исполнителя", "Crashes")
    static let worker = Phrase("Кто выполнял", "Worker")
    static let failedRuns = Phrase("Неудачные попытки", "Failed runs")
    static let noFailedRuns = Phrase("Ни одной неудачи.", "None of its runs has failed.")
    static let jobPayload = Phrase("Что ему передано", "What it was given")
    static let nothingToDo = Phrase("Выполнено; делать нечего.", "It is done; there is nothing to do.")
    static let jobActionHint = Phrase(
        "Записывается в журнал аудита с вашим именем.", "It is told in the audit with your name.")
    static let jobRetry = Phrase("Повторить сейчас", "Retry now")
    static let jobCancel = Phrase("Отменить", "Cancel it")
    static let jobRedrive = Phrase("Запустить заново", "Redrive it")
    static let jobGiveUp = Phrase("Снять", "Give it up")
    static let jobMovedOn = Phrase(
        "Задание уже в другом состоянии, ничего не изменено. Ниже то, что есть сейчас.",
        "The job is in another state by now; nothing was changed. Below is how it is.")
    static let jobRetried = Phrase("Задание выполняется сейчас.", "The job runs now.")
    static let jobRedriven = Phrase("Запущено заново, со всеми попытками.", "Started over, with all attempts.")
    static let jobCancelled = Phrase("Задание отменено.", "The job was cancelled.")

    // Parked events
    static let eventKind = Phrase("Событие", "Event")
    static let nextTry = Phrase("Следующая попытка", "Next try")
    static let waitsBehind = Phrase("ждёт предыдущего с тем же ключом", "waits behind another of its key")
    static let noParked = Phrase("Отложенных событий нет", "No events are parked")
    static let noParkedText = Phrase(
        "Сюда попадает событие, которое служба не смогла применить; остальные идут дальше.",
        "An event that a service cannot apply comes here; all others go on.")
    static let skip = Phrase("Пропустить", "Skip")
    static let eventRetried = Phrase("Событие будет применено в течение секунды.", "The event is tried within a second.")
    static let eventSkipped = Phrase(
        "Событие пропущено; следующее с тем же ключом применяется.", "The event was skipped; the next of its key is tried.")
}

extension Plural {
    static let eventsRefused = Plural(
        russian: "{n} событие не принимает транспорт, само это не пройдёт; причина в журнале программы.",
        "{n} события не принимает транспорт, само это не пройдёт; причина в журнале программы.",
        "{n} событий не принимает транспорт, само это не пройдёт; причина в журнале программы.",
        english: "the transport refuses {n} event for good; the program's log says why.",
        "the transport refuses {n} events for good; the program's log says why.")
    static let eventsCannot = Plural(
        russian: "{n} событие отложено: служба не смогла его применить.",
        "{n} события отложены: служба не смогла их применить.",
        "{n} событий отложено: служба не смогла их применить.",
        english: "{n} event is parked: the service could not apply it.",
        "{n} events are parked: the service could not apply them.")
    static let eventsLag = Plural(
        russian: "{n} событие ещё не передано другим службам.", "{n} события ещё не переданы другим службам.",
        "{n} событий ещё не передано другим службам.", english: "{n} event is not told to the other services yet.",
        "{n} events are not told to the other services yet.")
    static let triedTimes = Plural(
        russian: "{n} попытка", "{n} попытки", "{n} попыток", english: "{n} try", "{n} tries")
}
