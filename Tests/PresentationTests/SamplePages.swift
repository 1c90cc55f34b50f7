import Core
import HTML
import Pages
import Presentation

/// Pages like the product's, made of every part, for tests and for looking at.
struct SamplePages {
    let presenter: Presenter
    let now = Timestamp(microseconds: 1_795_500_000_000_000)

    static let navigation = [
        NavigationEntry(
            .customers, path: "/customers", key: "c", icon: .building, group: .customers, onPhone: true, count: "4 372"),
        NavigationEntry(.orders, path: "/orders", icon: .cart, group: .customers, onPhone: true, count: "25 900"),
        NavigationEntry(.mails, path: "/mails", icon: .mail, group: .customers, onPhone: true),
        NavigationEntry(.intake, path: "/intake", icon: .activity, group: .service, onPhone: true, count: "3"),
    ]

    var all: [(name: String, html: HTML)] {
        [("customer", customer), ("customers", customers), ("intake", intake), ("signin", signIn)]
    }

    func frame(_ title: String, path: String, _ body: HTML) -> PageFrame {
        PageFrame(
            presenter: presenter, title: title, path: path, navigation: Self.navigation,
            user: PageUser(name: "Анна Ким", signOutPath: "/sign-out", hidden: .hidden("token", "t")), body: body)
    }

    func moment(_ hoursAgo: Double) -> HTML {
        let moment = now.adding(seconds: -hoursAgo * 3600)
        return .moment(presenter.time(moment), exact: presenter.exact(moment))
    }

    var customer: HTML {
        let facts: HTML = .facts([
            Fact("Отрасль", "Цветная металлургия"), Fact("Телефон", .link("+7 3513 55-20-18", "tel:+73513552018")),
            Fact("Почта", .link("zakaz@uralmed.example", "mailto:zakaz@uralmed.example")),
            Fact("Источник", "\("Выставка «Металл-24» & <др.>")"),
        ])
        let people: HTML = .stack([
            .who("Пётр Ильин", detail: "Снабжение, решает"), .who("Елена Гусева", detail: "Бухгалтер", path: "/people/2"),
        ])
        let timeline = Timeline([
            .init(
                presenter(.today),
                [
                    .init(
                        icon: .truck, "<b>Заказ 536412</b> отправлен, СДЭК \(HTML.link("1407…991", "/orders/536412"))",
                        time: moment(1),
                        why: "Из магазина, событие s-536412"),
                    .init(
                        icon: .phone, "<b>Олег Рощин</b> говорил с Петром Ильиным, 6 мин", time: moment(2),
                        why: "Итог: ждёт КП на 40 задвижек.",
                        quote: "Сравнивает нас с «Гранитом», важен срок до 5 декабря. Цена вторична."),
                    .init(icon: .card, "Оплата <b>112 400 ₽</b> по заказу 536398", time: moment(3), why: "Сверено с выпиской"),
                ]),
            .init(presenter(.yesterday), [.init(icon: .mail, "Письмо «Новинки» доставлено", time: moment(20))]),
        ])
        let money: HTML = .facts(
            [Fact("Куплено за год", "<b>1 284 000 ₽</b>"), Fact("Просрочено", .tag("нет", .good))], numbers: true)
        let next: HTML = """
            <b>Позвонить: КП на 40 задвижек</b><p class="muted">завтра, 10:00 · Анна Ким</p>\
            \(HTML.chips([.button("Сделано", icon: .check), .button("Позже", .quiet, icon: .clock)]))
            """
        let views: HTML = .chips([
            .chip("Всё", path: "/customers/1", current: true), .chip("Заказы", path: "/customers/1?k=o", current: false),
        ])
        var frame = frame(
            "ООО «Уралмедь»", path: "/customers/1",
            .three(
                .stack([.card("О клиенте", freshness: .freshness(presenter(.justNow)), facts), .card("Люди", people)]),
                .card(presenter(.history), beside: views, flush: true, timeline.html),
                .stack([
                    .card("Следующий шаг", next),
                    .card("Деньги", freshness: .freshness(presenter(.notRefreshed, "40 с"), stale: true), money),
                ])))
        frame.crumbs = [Crumb("Клиенты", "/customers"), Crumb("Промышленность")]
        frame.beside = .tag("Класс A", .good)
        frame.actions = "\(HTML.button("Написать", icon: .mail))\(HTML.buttonLink("Заказ", "/orders/new", .main, icon: .plus))"
        frame.flash = .note("Звонок записан. \(HTML.link("Открыть", "/calls/1"))", .info)
        return frame.document()
    }

    var customers: HTML {
        let table = Table(
            presenter(.customers),
            [
                .init("Клиент", sorting: "/customers?sort=-name", .ascending), .init("Отрасль", onPhone: false),
                .init("Следующий шаг"),
                .init("Покупки за год", number: true), .init("Контакт", number: true, onPhone: false),
            ],
            (0..<12).map { index in
                .init(
                    [
                        .who("Клиент № \(index)", path: "/customers/\(index)"), .tag("Промышленность"),
                        index % 3 == 0 ? .tag("Нет следующего шага", .bad) : "Звонок завтра, 10:00",
                        "\(presenter.number(86_300 * index)) ₽",
                        "<span class=\"muted\">\(index) дн</span>",
                    ], selected: index == 2)
            })
        return frame(
            presenter(.customers), path: "/customers",
            """
            \(HTML.tabs([("Мои", "/customers", true), ("Без шага", "/customers?v=1", false)], label: "Виды"))\
            \(HTML.searchForm("/customers", value: "урал", label: presenter(.search), hint: presenter(.searchHint)))\
            \(HTML.chips([
                .chip("Отрасль", "любая из 3", removing: "/customers", removeLabel: "Убрать"), .chip("Город", "Миасс"),
            ]))\
            \(HTML.card("Список", flush: true, table.html))\
            \(HTML.pager(earlier: nil, later: (presenter(.later), "/customers?after=x"), label: presenter(.pages)))\
            \(HTML.card("Письма", .empty(
                "Писем ещё нет", "Первое уйдёт с первым заказом.", action: .buttonLink("Настроить", "/settings"))))
            """
        ).document()
    }

    var intake: HTML {
        var total = Field("total", "Итог, коп.", value: "13912")
        total.error = "Сумма не равна строкам."
        total.hint = "В копейках, без пробелов."
        let rejected = Table(
            "Отклонённые", [.init("Заказ"), .init("Причина"), .init("Когда", number: true)],
            [
                .init(["<b>536381</b>", "Сумма заказа на 100 коп. больше строк", moment(1)], selected: true),
                .init(["<b>—</b>", "Тело не JSON", moment(4)]),
            ])
        let fix: HTML = """
            \(HTML.note("Строки дают 13 912. В событии указано <b>14 012</b>.", .bad))\
            \(HTML.code("  \"shipping\": 0,\n  \"total\": 14012 <", label: "Событие"))\
            \(HTML.form("/intake/1", hidden: .hidden("token", "t"), fields: [
                total, Field("why", "Причина", kind: .textarea),
                Field("currency", "Валюта", value: "RUB", options: [("RUB", "Рубль"), ("EUR", "Евро")]),
            ], actions: [
                .button("Исправить и принять", .main, name: "do", value: "fix"),
                .button("Снять", .quiet, name: "do", value: "drop"),
            ]))
            """
        let body: HTML = """
            \(HTML.equation(
                total: ("25 934", "принято от магазинов"), parts: [("25 900", "заказы и события"), ("28", "ждут причины"),
                ("3", "отклонено"), ("3", "повторы")], verdict: .tag("ничего не потеряно", .good, icon: .check)))\
            \(HTML.tiles([
                .tile("Заказов в минуту", "42", trend: [1, 3, 2, 5, 8, 6]),
                .tile("Ответ магазину, p99", "6 мс", below: "цель 50 мс"),
                .tile("Письма в очереди", "18", trend: [2, 2, 2])]))\
            \(HTML.steps(["Принят", "Оплачен", "Отправлен", "Доставлен"], current: 2))\
            \(HTML.two(
                .card("Отклонённые", beside: .tag("3", .bad), flush: true, rejected.html), .card("Заказ 536381", .stack([fix]))))
            """
        var frame = frame(presenter(.intake), path: "/intake", body)
        frame.beside = .freshness("сходится, проверено 3 с назад")
        frame.actions = .button("Проверить сейчас", icon: .refresh)
        return frame.document()
    }

    var signIn: HTML {
        var login = Field("login", presenter(.login), value: "anna@firma.example")
        login.autocomplete = "username"
        login.isRequired = true
        var password = Field("password", presenter(.password), kind: .password)
        password.autocomplete = "current-password"
        password.error = "Пароль не подошёл. Осталось 4 попытки, потом пауза 5 минут."
        return DoorFrame(
            presenter: presenter, title: presenter(.signInTitle),
            body: .form(
                "/sign-in", hidden: .hidden("token", "t"), fields: [login, password],
                actions: [.button(presenter(.signIn), .main)])
        ).document()
    }
}
