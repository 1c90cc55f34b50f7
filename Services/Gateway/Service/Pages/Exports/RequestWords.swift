import ContactsAPI
import Core
import HTML
import Pages
import Presentation

/// How requests that people make of each other stand, and the forms that answer them.
enum RequestWords {
    static func state(_ course: RequestCourse, _ visit: Visit) -> HTML {
        let say = visit.say
        let why: HTML? = course.answer.map { "<br><span class=\"muted small\">\($0)</span>" }
        let by: HTML? = course.answeredBy.map { "<br><span class=\"muted small\">\($0.name)</span>" }
        switch course.state {
        case .open: return .tag(say(.requestOpen), .warn)
        case .approved:
            guard let until = course.until else { return "\(HTML.tag(say(.requestApproved), .good))\(by)" }
            return visit.now < until
                ? "\(HTML.tag(say(.requestApprovedUntil, say.near(until, now: visit.now)), .good))\(by)"
                : "\(HTML.tag(say(.requestOver)))\(by)"
        case .refused: return "\(HTML.tag(say(.requestRefused), .bad))\(why)\(by)"
        case .withdrawn: return .tag(say(.requestWithdrawn))
        }
    }

    static func form(_ path: String, _ title: String, _ visit: Visit, _ weight: HTML.Weight = .plain) -> HTML {
        "<form method=\"post\" action=\"\(url: path)\">\(visit.formToken)\(HTML.button(title, weight))</form>"
    }

    /// With the reason that whoever asked reads.
    static func refusing(_ path: String, _ title: String, _ visit: Visit, id: ID) -> HTML {
        let reason = Field("reason", visit.say(.whyNot)).with {
            ($0.isRequired, $0.autocomplete, $0.id) = (true, "off", "reason-\(id)")
        }
        return .unfold(
            title, icon: .x, HTML.form(path, hidden: visit.formToken, fields: [reason], actions: [.button(title)]))
    }
}

extension Phrase {
    static let requestOpen = Phrase("ждёт ответа", "waits for an answer")
    static let requestApproved = Phrase("одобрено", "approved")
    static let requestApprovedUntil = Phrase("одобрено до {1}", "approved until {1}")
    static let requestOver = Phrase("срок вышел", "no longer good")
    static let requestRefused = Phrase("отказано", "refused")
    static let requestWithdrawn = Phrase("отозвано", "withdrawn")
    static let whyNot = Phrase("Почему нет", "Why not")
    static let approve = Phrase("Одобрить", "Approve")
    static let refuse = Phrase("Отказать", "Refuse")
    static let withdraw = Phrase("Отозвать", "Withdraw")
    static let takeBack = Phrase("Взять назад", "Take back")
    static let waitForYou = Phrase("ждут вас: {1}", "wait for you: {1}")

    // Exports
    static let exports = Phrase("Выгрузки", "Exports")
    static let exportTitle = Phrase("Выгрузить клиентов", "Export customers")
    static let exportOf = Phrase(
        "Из {1}, которых вы видите: остальных выгружать нельзя.", "Of {1} that you see: the others may not leave.")
    static let fileFormat = Phrase("Файл", "File")
    static let csvFormat = Phrase("таблица (CSV)", "a table (CSV)")
    static let jsonFormat = Phrase("для программ (JSON)", "for programs (JSON)")
    static let download = Phrase("Скачать", "Download")
    static let askForIt = Phrase("Попросить", "Ask for it")
    static let exportReasonHint = Phrase("По этому решает тот, кто одобряет.", "It is what whoever approves decides by.")
    static let exportNeedsApproval = Phrase(
        "Больше {1} клиентов за день уходят, только если это одобрит другой человек. Тогда файл можно будет забрать здесь в течение суток.",
        "More than {1} customers a day leave only when another person approves. Then the file can be fetched here for a day.")
    static let whatIsSeenOfIt = Phrase("Что останется в записях", "What stays on record")
    static let exportNamesIt = Phrase(
        "Каждая строка файла называет выгрузку: по ней видно, кто и когда её взял.",
        "Each line of the file names the export, which tells who took it and when.")
    static let exportIsAudited = Phrase(
        "Выгрузка записана в аудит с числом клиентов.", "The export stands in the audit with its number of customers.")
    static let exportRequests = Phrase("Просьбы о выгрузке", "Requests for exports")
    static let noExportRequests = Phrase("Просьб нет", "No requests")
    static let noExportRequestsHint = Phrase(
        "Большая выгрузка ждёт здесь, пока её не одобрит другой человек.",
        "A large export waits here until another person approves it.")
    static let exportsTaken = Phrase("Что выгружено", "What was exported")
    static let fileMark = Phrase("Номер в файле", "Id in the file")
    static let exportRunning = Phrase("идёт", "running")
    static let exportComplete = Phrase("целиком", "complete")
    static let exportCutShort = Phrase("оборвана", "cut short")
    static let exportAsked = Phrase(
        "Просьба отправлена. Файл появится здесь, когда её одобрят.", "You have asked. The file is here once it is approved.")
    static let exportAnswered = Phrase(
        "Готово. Тот, кто просил, увидит ответ здесь.", "Done. Whoever asked sees the answer here.")
}

extension Plural {
    static let exportHolds = Plural(
        russian: "Уйдёт {n} клиент.", "Уйдут {n} клиента.", "Уйдут {n} клиентов.", english: "{n} customer would leave.",
        "{n} customers would leave.")
}
