import Core
import HTML
import Pages
import Presentation

/// The page of one unit.
struct UnitCard: Sendable {
    let branch: ReadPeople.Branch
    let branches: [ReadPeople.Branch]
    let members: [(membership: Membership, user: User)]
    let visit: Visit
    let mayChange: Bool
    /// Names what the next form makes.
    let key: String

    private var say: Presenter { visit.say }
    private var unit: Unit { branch.unit }
    private var path: String { "\(UnitPages.path)/\(unit.id)" }

    var body: HTML {
        .two(.stack([people, below]), .stack([facts] + (mayChange ? [closing].compactMap(\.self) : [])))
    }

    private var people: HTML {
        guard !members.isEmpty else {
            return .card(
                say(.people),
                .empty(
                    say(Phrase("Здесь никто не работает", "Nobody works here")),
                    say(
                        Phrase(
                            "Откройте человека и добавьте его в это подразделение.",
                            "Open a person and add him to this unit.")), action: .buttonLink(say(.people), PersonPages.path)))
        }
        let columns = [Table.Column(say(.nameOfPerson)), Table.Column(say(.since)), Table.Column(say(.until))]
        let rows = members.map { line in
            Table.Row([
                .who(line.user.name, detail: line.user.login, path: "\(PersonPages.path)/\(line.user.id)"),
                visit.moment(line.membership.from), line.membership.until.map(visit.moment) ?? "—",
            ])
        }
        return .card(
            say(.people), beside: .tag(say.number(members.count)), flush: true, Table(say(.people), columns, rows).html)
    }

    private var below: HTML {
        let children = branches.filter { $0.unit.parentID == unit.id }
        let links: [HTML] = children.map { "<li>\(HTML.link($0.unit.name, "\(UnitPages.path)/\($0.unit.id)"))</li>" }
        let list: HTML = links.isEmpty ? "<p class=\"muted\">\(say(.noUnitsBelow))</p>" : "<ul class=\"stack\">\(links)</ul>"
        return .card(say(.unitsBelow), "\(list)\(adding)")
    }

    private var adding: HTML {
        guard mayChange, unit.isActive else { return .empty }
        let form = HTML.form(
            path + "/units", hidden: "\(visit.formToken)\(HTML.hidden("key", key))",
            fields: [
                Field("name", say(.nameOfUnit)).with { ($0.isRequired, $0.id) = (true, "new-name") },
                managerField("new-manager", nil),
            ], actions: [.button(say(.add), icon: .plus)])
        return "<details class=\"filters\"><summary>\(Icon.plus.html)\(say(.newUnit))</summary>\(form)</details>"
    }

    private var facts: HTML {
        guard mayChange else {
            return .card(
                say(.unit),
                .facts([
                    Fact(say(.manager), "\(branch.manager?.name ?? "—")"), Fact(say(.unitAbove), "\(above?.name ?? "—")"),
                ]))
        }
        var fields = [
            Field("name", say(.nameOfUnit), value: unit.name).with { $0.isRequired = true },
            managerField("manager", branch.manager),
        ]
        if let above {
            // Never under itself or what is below it.
            let below = Set(branches.below(unit.id))
            let others = branches.filter { $0.unit.isActive && !below.contains($0.unit.id) }
            fields.append(
                Field(
                    "parentID", say(.unitAbove), value: above.id.description,
                    options: others.map { other in
                        (other.unit.id.description, String(repeating: "\u{2003}", count: other.depth) + other.unit.name)
                    }))
        }
        let form = HTML.form(
            path, hidden: "\(visit.formToken)\(HTML.hidden("version", String(unit.version)))", fields: fields,
            actions: [.button(say(.save), .main)])
        return .card(say(.unit), form)
    }

    private var closing: HTML? {
        guard unit.parentID != nil else { return nil }
        let title: Phrase = unit.isActive ? .closeUnit : .openUnit
        return .card(
            say(title),
            """
            <form class="stack" method="post" action="\(url: path)">\(visit.formToken)\(HTML.hidden("version", String(unit.version)))\
            <p class="muted small">\(say(.closeUnitHint))</p><div class="chips">\
            \(HTML.button(say(title), .quiet, name: "active", value: unit.isActive ? "false" : "true"))</div></form>
            """)
    }

    private func managerField(_ id: String, _ manager: User?) -> Field {
        Field("manager", say(.manager), value: manager?.login ?? "").with {
            $0.hint = say(Phrase("Логин или почта; пусто, если никто.", "Login or mail; empty for nobody."))
            ($0.autocomplete, $0.id) = ("off", id)
        }
    }

    private var above: Unit? { branches.first { $0.unit.id == unit.parentID }?.unit }

}

extension [ReadPeople.Branch] {
    /// The unit itself and all below it.
    fileprivate func below(_ unit: ID) -> [ID] {
        guard let start = firstIndex(where: { $0.unit.id == unit }) else { return [] }
        let deeper = self[(start + 1)...].prefix { $0.depth > self[start].depth }
        return [unit] + deeper.map(\.unit.id)
    }
}
