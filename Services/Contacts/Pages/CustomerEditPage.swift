package import ContactsAPI
import Core
package import HTML
import Pages
package import Presentation

/// The form that corrects a customer, with the fields that the viewer may change. Beside what is typed it carries what was there, so
/// that only what somebody changed is sent, and what changed meanwhile is seen.
package struct CustomerEditPage: Sendable {
    package let account: AccountResource
    package let formToken: HTML
    package let presenter: Presenter
    /// What was typed, where the form comes again; and what was wrong with it, by field.
    package var typed: [String: String] = [:]
    package var errors: [String: String] = [:]

    package init(account: AccountResource, formToken: HTML, presenter: Presenter) {
        (self.account, self.formToken, self.presenter) = (account, formToken, presenter)
    }

    package static func path(_ id: AccountID) -> String { "\(CustomerListPage.path)/\(id)/edit" }

    /// A field that was changed here, and elsewhere since the form was made, to something else.
    package struct Clash: Sendable {
        package let field: String
        package let mine: String
        package let theirs: String

        package init(field: String, mine: String, theirs: String) {
            (self.field, self.mine, self.theirs) = (field, mine, theirs)
        }
    }

    /// What stands in a field of the form.
    package static func value(of field: String, _ account: AccountResource) -> String {
        switch field {
        case "name": account.name
        case "language": account.language ?? ""
        case "email": account.emails?.first(where: \.isPrimary)?.address ?? ""
        case "phone": account.phones?.first(where: \.isPrimary)?.text ?? ""
        default: ""
        }
    }

    package var form: HTML {
        .card(
            presenter(CustomerPhrases.about),
            .form(
                Self.path(account.id), hidden: hidden, fields: account.changeable.map(field),
                actions: [.button(presenter(.save), .main), .buttonLink(presenter(.cancel), cardPath, .quiet)]))
    }

    /// Both versions of each field side by side, to choose from. Fields that only one of the two changed need no choice: what was
    /// typed here goes with the form, what came from elsewhere is there already.
    package func choice(_ clashes: [Clash]) -> HTML {
        let taken = typed.filter { name, _ in !clashes.contains { $0.field == name } }.sorted { $0.key < $1.key }
        let quiet: [HTML] = taken.map { .hidden($0.key, $0.value) }
        let groups: [HTML] = clashes.map { clash in
            """
            <fieldset class="clash"><legend>\(presenter(CustomerEditPhrases.label(clash.field)))</legend>\
            \(option(clash.field, clash.mine, .mine, isChosen: true))\(option(clash.field, clash.theirs, .theirs, isChosen: false))\
            </fieldset>
            """
        }
        let form: HTML = """
            <form class="stack" method="post" action="\(url: Self.path(account.id))">\(hidden)\(quiet)\(groups)\
            <div class="chips">\(HTML.button(presenter(.save), .main))\(HTML.buttonLink(presenter(.cancel), cardPath, .quiet))</div></form>
            """
        return .stack([
            .note("\(presenter(CustomerEditPhrases.stale))", .warn), .card(presenter(CustomerEditPhrases.both), form),
        ])
    }

    private func option(_ name: String, _ value: String, _ whose: Phrase, isChosen: Bool) -> HTML {
        let shown: HTML =
            value.isEmpty ? "<span class=\"muted\">\(presenter(CustomerEditPhrases.nothing))</span>" : "<b>\(value)</b>"
        return """
            <label class="check"><input type="radio" name="\(name)" value="\(value)"\(" checked", when: isChosen) required>\
            <span><span class="muted small">\(presenter(whose))</span><br>\(shown)</span></label>
            """
    }

    private var cardPath: String { "\(CustomerListPage.path)/\(account.id)" }

    private var hidden: HTML {
        let before: [HTML] = account.changeable.map { .hidden("was.\($0)", Self.value(of: $0, account)) }
        return "\(formToken)\(HTML.hidden("version", "\(account.version ?? 0)"))\(before)"
    }

    private func field(_ name: String) -> Field {
        let value = typed[name] ?? Self.value(of: name, account)
        let label = presenter(CustomerEditPhrases.label(name))
        var field: Field
        switch name {
        case "language":
            let known = [("", presenter(CustomerEditPhrases.unknown))] + Language.allCases.map { ($0.rawValue, $0.ownName) }
            field = Field(name, label, value: value, options: known + (known.contains { $0.0 == value } ? [] : [(value, value)]))
        case "email": field = Field(name, label, value: value, kind: .email)
        case "phone": field = Field(name, label, value: value, kind: .tel)
        default: field = Field(name, label, value: value)
        }
        return field.with {
            $0.isRequired = name == "name"
            $0.autocomplete = "off"
            $0.error = errors[name]
            if name == "email" || name == "phone" { $0.hint = presenter(CustomerEditPhrases.othersStay) }
        }
    }
}

enum CustomerEditPhrases {
    static let othersStay = Phrase("Прежние остаются в карточке.", "The ones before stay in the card.")
    static let unknown = Phrase("неизвестен", "not known")
    static let nothing = Phrase("пусто", "empty")
    static let both = Phrase("Что оставить?", "What is to stay?")
    static let stale = Phrase(
        "Пока вы правили, это же изменил кто-то другой. Ничего ещё не сохранено: выберите для каждого поля, что верно.",
        "Somebody else changed the same while you did. Nothing is saved yet: choose for each field what is right.")

    static func label(_ field: String) -> Phrase {
        switch field {
        case "name": Phrase("Название", "Name")
        case "language": Phrase("Язык", "Language")
        case "email": Phrase("Основная почта", "Primary mail address")
        default: Phrase("Основной телефон", "Primary phone number")
        }
    }
}

extension Phrase {
    fileprivate static let mine = Phrase("Ваш вариант", "Yours")
    fileprivate static let theirs = Phrase("Сохранено сейчас", "Saved now")
    package static let editCustomer = Phrase("Изменить", "Edit")
    package static let customerSaved = Phrase("Сохранено.", "Saved.")
}
