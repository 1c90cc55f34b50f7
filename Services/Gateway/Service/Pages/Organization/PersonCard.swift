import ContactsAPI
import Core
import HTML
import HTTP
import Pages
import Presentation

/// The page of one person or program.
struct PersonCard: Sendable {
    /// What can be given.
    struct Choices: Sendable {
        let units: [ReadPeople.Branch]
        let roles: [Role]
    }

    let card: ReadPeople.Card
    let visit: Visit
    /// `nil` where whoever looks may change nothing.
    let choices: Choices?
    /// Names what the next form makes.
    let key: String
    let timeZone: String
    /// Sessions and passkeys, for who may see them.
    let security: [HTML]

    private var say: Presenter { visit.say }
    private var user: User { card.user }
    private var path: String { "\(PersonPages.path)/\(user.id)" }

    var beside: HTML {
        if !user.isActive { return .tag(say(.hasLeft), .plain) }
        return user.kind == .service ? .tag(say(.program), .info) : .empty
    }

    var body: HTML {
        .two(
            .stack([units, roles, absences].compactMap(\.self) + security),
            .stack([facts, signIn, explain, handingOver, leaving].compactMap(\.self)))
    }

    // MARK: Units

    private var units: HTML {
        let columns = [
            Table.Column(say(.unit)), Table.Column(say(.since)), Table.Column(say(.until)), Table.Column(say(.action)),
        ]
        let managed = card.managed.map { unit in
            Table.Row([.link(unit.name, "\(UnitPages.path)/\(unit.id)"), .tag(say(.managesIt), .info), "—", ""])
        }
        let rows = card.memberships.reversed().map { line -> Table.Row in
            let membership = line.membership
            return .init([
                .link(line.unit?.name ?? "—", "\(UnitPages.path)/\(membership.unitID)"), visit.moment(membership.from),
                end(membership),
                ending("units/\(membership.id)/end", membership.version, isOver: membership.isOver(at: visit.now)),
            ])
        }
        let list: HTML =
            rows.isEmpty && managed.isEmpty
            ? .empty(
                say(Phrase("Пока нигде", "In no unit yet")),
                say(
                    Phrase(
                        "Подразделение решает, чьи клиенты видны по правам подразделения.",
                        "The unit decides whose customers are seen by rights of a unit.")))
            : Table(say(.units), columns, managed + rows).html
        return .card(say(.units), flush: true, "\(list)\(join)")
    }

    private var join: HTML {
        guard let choices, user.isActive else { return .empty }
        let units = choices.units.filter(\.unit.isActive).map { branch in
            (branch.unit.id.description, String(repeating: "\u{2003}", count: branch.depth) + branch.unit.name)
        }
        return adding(
            say(Phrase("Добавить в подразделение", "Add to a unit")), "units",
            [
                Field("unitID", say(.unit), value: "", options: units), untilField("unit-until"),
            ])
    }

    // MARK: Roles

    private var roles: HTML {
        let columns = [
            Table.Column(say(.role)), Table.Column(say(.since)), Table.Column(say(.until)), Table.Column(say(.action)),
        ]
        let rows = card.assignments.reversed().map { line -> Table.Row in
            let assignment = line.assignment
            return .init([
                .link(line.role.map { RoleWords.name($0, say) } ?? "—", "\(RolePages.path)/\(assignment.roleID)"),
                visit.moment(assignment.from), end(assignment),
                ending("roles/\(assignment.id)/end", assignment.version, isOver: assignment.isOver(at: visit.now)),
            ])
        }
        let list: HTML =
            rows.isEmpty
            ? .empty(
                say(.noRole),
                say(Phrase("Без роли человек входит и ничего не видит.", "Without a role one signs in and sees nothing.")))
            : Table(say(.roles), columns, rows).html
        return .card(say(.roles), flush: true, "\(list)\(assign)")
    }

    private var assign: HTML {
        guard let choices, user.isActive else { return .empty }
        return adding(
            say(Phrase("Дать роль", "Give a role")), "roles",
            [
                Field(
                    "roleID", say(.role), value: "", options: choices.roles.map { ($0.id.description, RoleWords.name($0, say)) }),
                untilField("role-until"),
            ])
    }

    // MARK: Absences

    private var absences: HTML? {
        guard user.kind == .person else { return nil }
        let columns = [Table.Column(say(.away)), Table.Column(say(.deputy)), Table.Column(say(.action))]
        let rows = card.absences.reversed().map { line -> Table.Row in
            let absence = line.absence
            let deputy: HTML = line.deputy.map { .link($0.name, "\(PersonPages.path)/\($0.id)") } ?? "—"
            return .init([
                "\(say.date(noon(absence.firstDay))) – \(say.date(noon(absence.lastDay)))", deputy,
                ending("absences/\(absence.id)/remove", absence.version, isOver: absence.endsAt <= visit.now, title: .remove),
            ])
        }
        let list: HTML =
            rows.isEmpty
            ? .empty(
                say(Phrase("Отсутствий нет", "No absences")),
                say(
                    Phrase(
                        "Заместитель видит и ведёт клиентов отсутствующего от полуночи до полуночи его часового пояса.",
                        "A deputy sees and serves the absent person's customers from midnight to midnight of that person's time zone."
                    )))
            : Table(say(.absences), columns, rows).html
        return .card(say(.absences), flush: true, "\(list)\(away)")
    }

    private var away: HTML {
        guard choices != nil, user.isActive else { return .empty }
        return adding(
            say(Phrase("Отметить отсутствие", "Note an absence")), "absences",
            [
                Field("firstDay", say(.firstDay), kind: .date).with { $0.isRequired = true },
                Field("lastDay", say(.lastDay), kind: .date).with { $0.isRequired = true },
                Field("deputy", say(.deputy)).with {
                    $0.hint = say(Phrase("Логин или почта того, кто замещает.", "Login or mail of who stands in."))
                    $0.autocomplete = "off"
                },
            ])
    }

    // MARK: Beside

    private var facts: HTML {
        guard choices != nil, user.isActive else {
            return .card(
                say(Phrase("О человеке", "About")),
                .facts([
                    Fact(say(.loginName), "\(user.login)"), Fact(say(.mailAddress), "\(user.mail ?? "—")"),
                    Fact(say(.timeZone), "\(user.timeZone)"),
                ]))
        }
        var fields = [Field("name", say(.nameOfPerson), value: user.name).with { $0.isRequired = true }]
        if user.kind == .person {
            fields += [
                Field("mail", say(.mailAddress), value: user.mail ?? "", kind: .email),
                Field("language", say(.languageName), value: user.language, options: PersonForm.languages(say)),
            ]
        }
        fields.append(Field("timeZone", say(.timeZone), value: user.timeZone).with { $0.isRequired = true })
        let form = HTML.form(
            path, hidden: "\(visit.formToken)\(HTML.hidden("version", String(user.version)))", fields: fields,
            actions: [.button(say(.save), .main)])
        return .card(say(Phrase("О человеке", "About")), "\(HTML.facts([Fact(say(.loginName), "\(user.login)")]))\(form)")
    }

    private var signIn: HTML? {
        guard choices != nil, user.isActive, user.kind == .person, user.mail != nil else { return nil }
        return .card(
            say(.password),
            """
            <form class="stack" method="post" action="\(url: path + "/invite")">\(visit.formToken)\
            <p class="muted small">\(say(.inviteHint))</p><div class="chips">\(HTML.button(say(.invite), icon: .mail))</div></form>
            """)
    }

    private var explain: HTML? {
        guard user.isActive else { return nil }
        let way = HTML.buttonLink(say(.explainAccess), PercentText.target(AccessPages.path, [("login", user.login)]))
        return .card(
            say(.explainAccess),
            "<p class=\"muted small\">\(say(.explainHint))</p>\(HTML.chips([way]))")
    }

    private var handingOver: HTML? {
        guard user.kind == .person, visit.request.caller.holds(ContactsScope.assign) else { return nil }
        return .card(
            say(.offboarding),
            "<p class=\"muted small\">\(say(.handOverHint))</p>\(HTML.chips([.buttonLink(say(.handOver), path + "/offboarding")]))"
        )
    }

    private var leaving: HTML? {
        guard choices != nil else { return nil }
        let isActive = user.isActive
        let hint: Phrase = isActive ? .leaveHint : .returnHint
        return .card(
            say(isActive ? .leaves : .returns),
            """
            <form class="stack" method="post" action="\(url: path)">\(visit.formToken)\(HTML.hidden("version", String(user.version)))\
            <p class="muted small">\(say(hint))</p><div class="chips">\
            \(HTML.button(say(isActive ? .leaves : .returns), .quiet, name: "active", value: isActive ? "false" : "true"))</div></form>
            """)
    }

    // MARK: Parts

    private func untilField(_ id: String) -> Field {
        Field("until", say(.untilDay), kind: .date).with { ($0.hint, $0.id) = (say(.emptyWithoutEnd), id) }
    }

    private func adding(_ title: String, _ place: String, _ fields: [Field]) -> HTML {
        let form = HTML.form(
            "\(path)/\(place)", hidden: "\(visit.formToken)\(HTML.hidden("key", "\(place)-\(key)"))", fields: fields,
            actions: [.button(say(.add), icon: .plus)])
        return "<details class=\"filters\"><summary>\(Icon.plus.html)\(title)</summary>\(form)</details>"
    }

    private func ending(
        _ place: String, _ version: Int64, isOver: Bool, title: Phrase = .end
    ) -> HTML {
        guard choices != nil, !isOver else { return "" }
        return """
            <form method="post" action="\(url: "\(path)/\(place)")">\(visit.formToken)\(HTML.hidden("version", String(version)))\
            \(HTML.button(say(title), .quiet))</form>
            """
    }

    private func end(_ lasting: some Lasting) -> HTML {
        guard let until = lasting.until else { return "—" }
        return lasting.isOver(at: visit.now) ? .tag(say(.over, say.day(until, now: visit.now)), .plain) : visit.moment(until)
    }

    private func noon(_ day: CivilDate) -> Timestamp {
        CivilTime(year: day.year, month: day.month, day: day.day).timestamp.adding(seconds: 43_200)
    }
}
