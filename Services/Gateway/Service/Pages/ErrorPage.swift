import Core
import HTML
import HTTP
import Pages
import Presentation

/// A refusal as a page that says what to do next.
struct ErrorPage: Sendable {
    let maker: PageMaker

    func callAsFunction(_ problem: any Problem, _ request: HTTPRequest, _ session: Session?) async -> HTTPResponse {
        let visit = maker.visit(request, session)
        let words = Self.words(problem)
        let say = visit.say
        // Our own sentences are in both languages; a service's exact words say more where something is wrong with the input.
        let detail: HTML? = Self.showsDetail(problem.kind) ? "<p class=\"muted\" lang=\"en\">\(problem.detail)</p>" : nil
        let wayOut: HTML =
            problem.kind == .unauthenticated
            ? .buttonLink(say(.signIn), SignInAddress.path, .main) : .buttonLink(say(.toStart), "/", .main, icon: .home)
        let body: HTML = """
            \(HTML.note("\(say(words.advice))", problem.kind.status >= 500 ? .bad : .warn))\(detail)\
            <p class="muted small">\(say(.requestNumber, request.id))</p>\(HTML.chips([wayOut]))
            """
        return await maker.page(visit, PageContent(say(words.title), path: "", body), status: problem.kind.status)
    }

    private static func showsDetail(_ kind: ProblemKind) -> Bool {
        switch kind {
        case .malformed, .invalid, .conflict, .stale, .tooLarge: true
        default: false
        }
    }

    private static func words(_ problem: any Problem) -> (title: Phrase, advice: Phrase) {
        switch (problem.kind, problem.code) {
        case (.unauthenticated, _):
            (
                Phrase("Нужно войти", "Sign in first"),
                Phrase(
                    "Вы не вошли, или сеанс закончился. Войдите и повторите.",
                    "You are not signed in, or the session has ended. Sign in and retry.")
            )
        case (.forbidden, "stale-form"), (.forbidden, "foreign-form"):
            (
                Phrase("Форма устарела", "The form is out of date"),
                Phrase(
                    "Ничего не изменилось. Откройте страницу заново и отправьте форму ещё раз.",
                    "Nothing was changed. Open the page again and send the form once more.")
            )
        case (.forbidden, _): (Phrase("Нет права", "No right to this"), .rightMissing)
        case (.notFound, _):
            (
                Phrase("Здесь ничего нет", "Nothing is here"),
                Phrase(
                    "Проверьте адрес: запись могли удалить или объединить. Найдите её поиском или в её разделе.",
                    "Check the address: the record may have been removed or merged. Find it by search or in its section.")
            )
        case (.methodNotAllowed, _):
            (
                Phrase("Так сюда нельзя", "Not this way"),
                Phrase("Откройте страницу и отправьте её форму.", "Open the page and send its form.")
            )
        case (.rateLimited, _):
            (
                Phrase("Слишком часто", "Too often"),
                Phrase("Подождите несколько секунд и повторите.", "Wait a few seconds and retry.")
            )
        case (.unavailable, _):
            (
                Phrase("Сейчас недоступно", "Not available now"),
                Phrase(
                    "Одна из служб не отвечает. Ничего не потеряно; повторите через минуту.",
                    "One of the services does not answer. Nothing is lost; retry in a minute.")
            )
        case (.failed, _):
            (
                Phrase("Ошибка на нашей стороне", "Something went wrong on our side"),
                Phrase(
                    "Повторите. Если не поможет, сообщите администратору номер запроса.",
                    "Retry. If that does not help, tell an administrator the request number.")
            )
        default:
            (
                Phrase("Так не получится", "This does not work"),
                Phrase("Вернитесь, исправьте и повторите.", "Go back, correct it and retry.")
            )
        }
    }
}
