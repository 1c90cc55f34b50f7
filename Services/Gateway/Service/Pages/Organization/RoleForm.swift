import Core
import HTML
import JSON
import Pages
import Presentation

/// What the forms on a role's page ask for: another name, one rule more, or one less.
struct RoleForm: Sendable {
    let form: FormBody

    func edit(of role: Role) throws(Refusal) -> RoleEdit {
        var edit = RoleEdit()
        if let index = form["remove"].flatMap({ Int($0) }) {
            guard role.grants.indices.contains(index) else {
                throw Refusal(.stale, "stale", "Somebody changed this meanwhile. Read it again and decide anew.")
            }
            var grants = role.grants.map { GrantShape($0) }
            grants.remove(at: index)
            edit.grants = .set(grants)
        } else if form["resource"] != nil {
            edit.grants = .set(role.grants.map { GrantShape($0) } + [try rule.decoded(GrantShape.self)])
        } else {
            edit = try form.document("name").with("description", .string(form.filled("description") ?? ""))
                .decoded(RolePatch.self).edit
        }
        return edit
    }

    private var rule: JSONValue {
        let actions = Action.allCases.filter { form["action-\($0.rawValue)"] != nil }.map { JSONValue.string($0.rawValue) }
        var fields = JSONObject()
        for group in FieldGroup.allCases {
            if let access = form.filled("field-\(group.rawValue)"), access != "write" {
                fields.set(group.rawValue, .string(access))
            }
        }
        return form.document("resource", "scope", "level").with("actions", .array(actions)).with("fields", .object(fields))
    }

    /// The form for one rule more.
    static func adding(_ role: Role, path: String, _ visit: Visit) -> HTML {
        let say = visit.say
        let actions: [HTML] = Action.allCases.map { action in
            """
            <label class="check"><input type="checkbox" name="action-\(action.rawValue)"\(" checked", when: action == .view)> \
            \(say(RoleWords.action(action)))</label>
            """
        }
        let groups = FieldGroup.allCases.map { group in
            Field(
                "field-\(group.rawValue)", capitalised(say(RoleWords.group(group))), value: "write",
                options: [
                    ("write", say(Phrase("видит и меняет", "sees and changes"))),
                    ("read", say(Phrase("только видит", "only sees"))),
                    ("hidden", say(Phrase("не видит", "does not see"))),
                ])
        }
        let fields: [HTML] = [
            Field(
                "resource", say(Phrase("О чём", "About")), value: "account",
                options: Resource.allCases.map { ($0.rawValue, say(RoleWords.resource($0))) }
            ).html,
            "<fieldset class=\"chips\"><legend>\(say(.action))</legend>\(actions)</fieldset>",
            Field(
                "scope", say(Phrase("Чьи записи", "Whose records")), value: "own",
                options: RowScope.allCases.map { ($0.rawValue, say(RoleWords.scope($0))) }
            ).with { $0.hint = say(.scopeHint) }.html,
            Field(
                "level", say(Phrase("Сколько видно", "How much is seen")), value: "full",
                options: [
                    ("full", say(Phrase("всё", "all of it"))),
                    ("ownerOnly", say(Phrase("только имя и ответственный", "name and owner only"))),
                ]
            ).html,
            "<details class=\"filters\"><summary>\(say(.fieldsHeldBack))</summary>\(groups.map(\.html))</details>",
        ]
        return """
            <details class="filters"><summary>\(Icon.plus.html)\(say(.newRule))</summary><form class="stack" method="post" \
            action="\(url: path)">\(visit.formToken)\(HTML.hidden("version", String(role.version)))\(fields)\
            <div class="chips">\(HTML.button(say(.add), icon: .plus))</div></form></details>
            """
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}

/// The page of one role.
struct RoleCard: Sendable {
    let role: Role
    let holders: [User]
    let visit: Visit
    let mayChange: Bool

    private var say: Presenter { visit.say }
    private var path: String { "\(RolePages.path)/\(role.id)" }
    private var isOpen: Bool { mayChange && !role.isFixed }

    var body: HTML {
        .two(rules, .stack([people] + (isOpen ? [naming, removing] : [])))
    }

    private var rules: HTML {
        guard !role.isAdministrator else { return .card(say(.whatItGives), "<p>\(say(.everyRight))</p>") }
        let columns =
            [Table.Column(say(.rule)), Table.Column(say(.heldBack), onPhone: false)] + (isOpen ? [.init(say(.action))] : [])
        let rows = role.grants.enumerated().map { index, grant in
            Table.Row(
                ["\(RoleWords.rule(grant, say))", "<span class=\"muted\">\(RoleWords.heldBack(grant, say) ?? "—")</span>"]
                    + (isOpen ? [removal(index)] : []))
        }
        let list: HTML =
            rows.isEmpty
            ? .empty(
                say(Phrase("Пока ничего не даёт", "Gives nothing yet")),
                say(
                    Phrase(
                        "Правила складываются: видно то, что разрешает хотя бы одно.",
                        "Rules add up: what one of them allows is allowed.")))
            : Table(say(.whatItGives), columns, rows).html
        return .card(
            say(.whatItGives), flush: true, "\(list)\(isOpen ? RoleForm.adding(role, path: path, visit) : .empty)")
    }

    private func removal(_ index: Int) -> HTML {
        """
        <form method="post" action="\(url: path)">\(visit.formToken)\(HTML.hidden("version", String(role.version)))\
        \(HTML.button(say(.remove), .quiet, name: "remove", value: String(index)))</form>
        """
    }

    private var people: HTML {
        let links: [HTML] = holders.map {
            "<li>\(HTML.who($0.name, detail: $0.login, path: "\(PersonPages.path)/\($0.id)"))</li>"
        }
        let list: HTML = links.isEmpty ? "<p class=\"muted\">\(say(.nobodyHolds))</p>" : "<ul class=\"stack\">\(links)</ul>"
        return .card(say(.whoHolds), beside: .tag(say.number(holders.count)), list)
    }

    private var naming: HTML {
        .card(
            say(.nameOfRole),
            HTML.form(
                path, hidden: "\(visit.formToken)\(HTML.hidden("version", String(role.version)))",
                fields: [
                    Field("name", say(.nameOfRole), value: role.name).with { $0.isRequired = true },
                    Field("description", say(.whatFor), value: role.description),
                ], actions: [.button(say(.save), .main)]))
    }

    private var removing: HTML {
        .card(
            say(.removeRole),
            """
            <form class="stack" method="post" action="\(url: path + "/remove")">\(visit.formToken)\
            \(HTML.hidden("version", String(role.version)))<p class="muted small">\(say(.removeRoleHint))</p>\
            <div class="chips">\(HTML.button(say(.removeRole), .quiet))</div></form>
            """)
    }
}
