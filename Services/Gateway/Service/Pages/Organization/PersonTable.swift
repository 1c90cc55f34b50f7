import Core
import HTML
import Pages
import Presentation

/// The list of people, of programs, or of who has left.
struct PersonTable: Sendable {
    enum View: String, CaseIterable {
        case people, programs, left

        var query: UserQuery {
            switch self {
            case .people: UserQuery(kind: .person, isActive: true)
            case .programs: UserQuery(kind: .service)
            case .left: UserQuery(kind: .person, isActive: false)
            }
        }

        var title: Phrase {
            switch self {
            case .people: Phrase("Работают", "Working")
            case .programs: Phrase("Программы", "Programs")
            case .left: Phrase("Ушли", "Left")
            }
        }
    }

    let visit: Visit
    /// What people are chosen by.
    let units: [Unit]
    let roles: [Role]

    var view: View { View(rawValue: visit.query("view") ?? "") ?? .people }
    var unit: Unit? { visit.query("unit").flatMap { ID($0) }.flatMap { id in units.first { $0.id == id } } }
    var role: Role? { visit.query("role").flatMap { ID($0) }.flatMap { id in roles.first { $0.id == id } } }

    private var address: ListAddress {
        ListAddress(PersonPages.path, ["view", "q", "unit", "role", ListAddress.cursor].map { ($0, visit.query($0)) })
    }

    /// `next` is where more begin.
    func body(_ people: [ReadPeople.Line], next: String?) -> HTML {
        let say = visit.say
        let tabs = HTML.tabs(
            View.allCases.map { (say($0.title), address.with("view", $0.rawValue).target, $0 == view) }, label: say(.views))
        let search = HTML.searchForm(
            PersonPages.path, value: visit.query("q") ?? "", label: say(.search), hint: say(.personHint),
            hidden: address.hidden(except: ["q"]))
        let pager = HTML.pager(
            earlier: nil, later: next.map { (say(.loadMore), address.with(ListAddress.cursor, $0).target) },
            label: say(.pages), adds: true)
        let shown = people.isEmpty ? HTML.empty : .shown(people.count, isAll: next == nil, say: say)
        return "\(tabs)\(search)\(bar(shown))\(people.isEmpty ? nothing : list(people))\(pager)"
    }

    private func bar(_ shown: HTML) -> HTML {
        let say = visit.say
        let conditions = [
            unit.map { FilterBar.Condition(say(.unit), say(.unitAndBelow, $0.name), ["unit"]) },
            role.map { FilterBar.Condition(say(.role), RoleWords.name($0, say), ["role"]) },
        ].compactMap(\.self)
        let fields = [
            Field(
                "unit", say(.unit), value: unit?.id.description ?? "",
                options: [("", say(.anyValue))] + units.map { ($0.id.description, $0.name) }),
            Field(
                "role", say(.role), value: role?.id.description ?? "",
                options: [("", say(.anyValue))] + roles.map { ($0.id.description, RoleWords.name($0, say)) }),
        ]
        return FilterBar(address, conditions, fields: fields, names: ["unit", "role"], beside: shown, say: say).html
    }

    private func list(_ people: [ReadPeople.Line]) -> HTML {
        let say = visit.say
        let columns = [
            Table.Column(say(.nameOfPerson)), Table.Column(say(.units), onPhone: false), Table.Column(say(.roles)),
            Table.Column(say(.mailAddress), onPhone: false), Table.Column(say(.state)),
        ]
        return .card(say(view.title), flush: true, Table(say(.people), columns, people.map(row)).html)
    }

    private func row(_ line: ReadPeople.Line) -> Table.Row {
        let user = line.user
        let mail: HTML = user.mail.map { .link($0, "mailto:\($0)") } ?? "—"
        return .init([
            .who(user.name, detail: user.login, path: "\(PersonPages.path)/\(user.id)"),
            "\(line.units.map(\.name).joined(separator: ", "))",
            line.roles.isEmpty
                ? .tag(visit.say(.noRole), .warn) : "\(line.roles.map { RoleWords.name($0, visit.say) }.joined(separator: ", "))",
            mail, state(line),
        ])
    }

    private func state(_ line: ReadPeople.Line) -> HTML {
        let say = visit.say
        if !line.user.isActive { return .tag(say(.hasLeft), .plain) }
        guard let absence = line.absence else { return .tag(say(.works), .good) }
        return .tag(say(.awayUntil, say.day(absence.endsAt.adding(seconds: -1), now: visit.now)), .warn)
    }

    private var nothing: HTML {
        let say = visit.say
        guard visit.query("q") == nil, unit == nil, role == nil else {
            return .card(
                say(view.title),
                .empty(
                    say(.nothingFound), say(.personHint),
                    action: .buttonLink(say(.all), "\(PersonPages.path)?view=\(view.rawValue)")))
        }
        return .card(
            say(view.title),
            .empty(
                say(Phrase("Здесь пусто", "Nobody here")),
                say(
                    Phrase(
                        "Добавьте людей: каждый видит то, что ему дали роли, и ничего больше.",
                        "Add people: each sees what his roles give him, and nothing more."))))
    }
}
