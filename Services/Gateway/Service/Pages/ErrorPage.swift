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
        let pause = (problem as? TooManyRequests).map { " " + say(.nextTryIn, say.duration(seconds: Double($0.seconds))) }
        let body: HTML = """
            \(HTML.note("\(say(words.advice))\(pause ?? "")", problem.kind.status >= 500 ? .bad : .warn))\(detail)\
            <p class="muted small">\(say(.requestNumber, request.id))</p>\(HTML.chips(Self.waysOut(problem, request, say)))
            """
        return await maker.page(visit, PageContent(say(words.title), path: "", body), status: problem.kind.status)
    }

    private static func showsDetail(_ kind: ProblemKind) -> Bool {
        switch kind {
        case .malformed, .invalid, .conflict, .stale, .tooLarge: true
        default: false
        }
    }

    /// The one that helps most first.
    private static func waysOut(_ problem: any Problem, _ request: HTTPRequest, _ say: Presenter) -> [HTML] {
        let start: HTML = .buttonLink(say(.toStart), "/", icon: .home)
        switch problem.kind {
        case .unauthenticated: return [.buttonLink(say(.signIn), SignInAddress.path, .main)]
        case .rateLimited, .unavailable, .failed:
            guard request.method == .get else { return [start] }
            return [.buttonLink(say(.retry), request.target, .main, icon: .refresh), start]
        case .conflict, .stale:
            // The address of what was to be changed is one above the action's.
            let target = String(request.target.prefix { $0 != "?" }.split(separator: "/").dropLast().joined(separator: "/"))
            return [.buttonLink(say(.openAnew), "/" + target, .main, icon: .refresh), start]
        case .notFound: return [.buttonLink(say(.search), SearchPages.path, .main, icon: .search), start]
        default: return [.buttonLink(say(.toStart), "/", .main, icon: .home)]
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
        case (.conflict, _), (.stale, _), (.conditionRequired, _):
            (
                Phrase("Уже изменилось", "It has changed meanwhile"),
                Phrase(
                    "Пока вы работали, это изменил кто-то другой. Ваше изменение не сохранено, чужое цело. Откройте заново, посмотрите и повторите.",
                    "Somebody else changed this while you worked. Your change was not saved, theirs is intact. Open it anew, look, and repeat."
                )
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
