package import HTML
package import Presentation

/// Above a list: what it is chosen by, as chips that read as sentences and can be taken away one by one, the way to further
/// conditions, and what is beside. All of it works by links and forms alone.
package struct FilterBar: Sendable {
    /// One that holds now: `Ответственный я`. `names` are the parameters that say it.
    package struct Condition: Sendable {
        let label: String
        let value: String
        let names: [String]

        package init(_ label: String, _ value: String, _ names: [String]) {
            (self.label, self.value, self.names) = (label, value, names)
        }
    }

    private let address: ListAddress
    private let conditions: [Condition]
    private let fields: [Field]
    private let names: Set<String>
    private let beside: HTML
    private let say: Presenter

    /// `fields` are of the form for conditions, `names` what it says. `beside` stands at the end: how many, the choice of columns.
    package init(
        _ address: ListAddress, _ conditions: [Condition], fields: [Field], names: Set<String>, beside: HTML = .empty,
        say: Presenter
    ) {
        (self.address, self.conditions, self.fields, self.names) = (address, conditions, fields, names)
        (self.beside, self.say) = (beside, say)
    }

    package var html: HTML {
        let chips: [HTML] = conditions.map { condition in
            let rest = condition.names.reduce(address) { $0.with($1, nil) }
            return .chip(
                condition.label, condition.value, removing: rest.target,
                removeLabel: say(.withoutCondition, condition.label, condition.value))
        }
        let all: HTML? =
            conditions.count < 2
            ? nil
            : "<a class=\"btn bare\" href=\"\(url: names.reduce(address) { $0.with($1, nil) }.target)\">\(say(.withoutAll))</a>"
        let form: HTML = """
            <form action="\(url: address.path)">\(address.hidden(except: names))<div class="grid-fields">\(fields.map(\.html))</div>\
            <div class="chips">\(HTML.button(say(.showList), .main))</div></form>
            """
        return """
            <div class="filterbar">\(chips)\(all)\(HTML.unfold(say(.addCondition), icon: .filter, chip: true, form))\(beside)</div>
            """
    }
}

extension HTML {
    /// What unfolds below the line that it stands in, without any script.
    package static func unfold(
        _ title: String, icon: Icon, chip: Bool = false, iconOnly: Bool = false, open: Bool = false, _ content: HTML
    ) -> HTML {
        let look: HTML = chip ? "chip add" : "btn bare\(" sq", when: iconOnly)"
        let label: HTML = iconOnly ? " aria-label=\"\(title)\" title=\"\(title)\"" : .empty
        let text: HTML = iconOnly ? .empty : "\(title)"
        return """
            <details class="unfold"\(" open", when: open)><summary class="\(look)"\(label)>\(icon.html)\(text)</summary>\
            <div class="unfolded">\(content)</div></details>
            """
    }
}

extension Phrase {
    package static let addCondition = Phrase("Условие", "Filter")
    package static let withoutCondition = Phrase("Убрать условие: {1} {2}", "Remove the filter: {1} {2}")
    package static let withoutAll = Phrase("Убрать все", "Remove all")
    package static let showList = Phrase("Показать", "Show")
    package static let anyValue = Phrase("любой", "any")
    package static let columns = Phrase("Столбцы", "Columns")
    package static let loadMore = Phrase("Показать ещё", "Load more")
    package static let chooseLine = Phrase("Выбрать: {1}", "Select: {1}")
    package static let chooseAll = Phrase("Выбрать все на странице", "Select all on the page")
    package static let shownCount = Phrase("показано {1}", "{1} shown")
    package static let shownFirst = Phrase("показано {1}, есть ещё", "{1} shown, there are more")
    package static let selectKey = Phrase("Выбрать строку", "Select the line")
    package static let openKey = Phrase("Открыть строку", "Open the line")
}
