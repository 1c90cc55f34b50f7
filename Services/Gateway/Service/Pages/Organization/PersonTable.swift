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
    let view: View

    /// `isCut` says that there are more than these.
    func body(_ people: [ReadPeople.Line], isCut: Bool) -> HTML {
        let say = visit.say
        let tabs = HTML.tabs(
            View.allCases.map { (say($0.title), "\(PersonPages.path)?view=\($0.rawValue)", $0 == view) }, label: say(.views))
        let search = HTML.searchForm(
            PersonPages.path, value: visit.query("q") ?? "", label: say(.search), hint: say(.personHint),
            hidden: .hidden("view", view.rawValue))
        let note: HTML = isCut ? .note("\(say(.onlyFirst, say.number(people.count)))", .info) : .empty
        return "\(tabs)\(search)\(note)\(people.isEmpty ? nothing : list(people))"
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
        guard visit.query("q") == nil else {
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
