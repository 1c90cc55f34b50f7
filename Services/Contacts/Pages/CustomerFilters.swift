import ContactsAPI
import Core
import HTML
import Pages
import Presentation

/// The conditions of the list of customers, as chips and as a form.
package struct CustomerFilters: Sendable {
    /// Of whom and of which units can be chosen, by whoever looks. Empty: only oneself and one's own.
    package struct Choices: Sendable {
        package typealias Choice = (id: String, name: String)
        package let people: [Choice]
        package let units: [Choice]

        package init(people: [Choice] = [], units: [Choice] = []) { (self.people, self.units) = (people, units) }
    }

    let view: CustomerListView
    let choices: Choices
    /// Of the lines that are shown: they know the names of owners and units that nobody listed.
    let customers: [CustomerSummary]
    let say: Presenter

    static let names: Set<String> = ["owner", "unit", "kind", "when", "group", "sort"]

    func bar(columns: HTML, shown: HTML) -> HTML {
        FilterBar(
            view.address, conditions, fields: fields, names: Self.names, beside: "\(shown)\(columns)", say: say
        ).html
    }

    private var conditions: [FilterBar.Condition] {
        var conditions: [FilterBar.Condition] = []
        if let owner = view.address["owner"] {
            conditions.append(.init(say(CustomerPhrases.owner), name(ofOwner: owner), ["owner"]))
        }
        if let unit = view.address["unit"] { conditions.append(.init(say(Self.unit), name(ofUnit: unit), ["unit"])) }
        if let kind = view.address["kind"] { conditions.append(.init(say(Self.kind), say(Self.kinds(kind)), ["kind"])) }
        if let when = view.when { conditions.append(.init(say(Self.when), when.said(say), ["when"])) }
        if view.groups {
            conditions.append(.init(say(Self.order), say(Self.companiesFirst), ["group"]))
        }
        return conditions
    }

    private func name(ofOwner owner: String) -> String {
        switch owner {
        case "me": say(Self.me)
        case "none": say(Self.queue)
        default:
            choices.people.first { $0.id == owner }?.name
                ?? customers.first { $0.ownerID?.description == owner }?.ownerName ?? say(Self.somebody)
        }
    }

    private func name(ofUnit unit: String) -> String {
        if unit == "mine" { return say(Self.mine) }
        return choices.units.first { $0.id == unit }?.name
            ?? customers.first { $0.unitID.description == unit }?.unitName ?? say(Self.somebody)
    }

    private var fields: [Field] {
        [
            Field(
                "owner", say(CustomerPhrases.owner), value: view.address["owner"] ?? "",
                options: with(
                    view.address["owner"], name(ofOwner:),
                    [("", say(.anyValue)), ("me", say(Self.me)), ("none", say(Self.queue))]
                        + choices.people.map { ($0.id, $0.name) })),
            Field(
                "unit", say(Self.unit), value: view.address["unit"] ?? "",
                options: with(
                    view.address["unit"], name(ofUnit:),
                    [("", say(.anyValue)), ("mine", say(Self.mine))] + choices.units.map { ($0.id, $0.name) })),
            Field(
                "kind", say(Self.kind), value: view.address["kind"] ?? "",
                options: [("", say(.anyValue))] + AccountResource.kinds.map { ($0, say(Self.kinds($0))) }),
            Field(
                "when", say(Self.when), value: view.when?.text ?? "",
                options: with(
                    view.when?.text, { CustomerWhen($0)?.said(say) ?? $0 },
                    [("", say(Self.anyTime))] + CustomerWhen.offered.map { ($0.text, $0.said(say)) })),
            Field("sort", say(Self.order), value: view.sort, options: Self.sorts.map { ($0.0, say($0.1)) }),
            Field(
                "group", say(Self.together), value: view.groups ? "kind" : "",
                options: [("", say(Self.mixed)), ("kind", say(Self.companiesFirst))]),
        ]
    }

    /// What holds now can be chosen, too, also where it is not offered.
    private func with(
        _ value: String?, _ name: (String) -> String, _ options: [(value: String, title: String)]
    ) -> [(value: String, title: String)] {
        guard let value, !options.contains(where: { $0.value == value }) else { return options }
        return options + [(value, name(value))]
    }

    private static func kinds(_ kind: String) -> Phrase {
        kind == "company" ? CustomerPhrases.company : CustomerPhrases.person
    }

    private static let unit = Phrase("Подразделение", "Unit")
    private static let kind = Phrase("Кто", "Kind")
    private static let when = Phrase("Когда", "When")
    private static let order = Phrase("Порядок", "Order")
    private static let together = Phrase("Компании и люди", "Companies and people")
    private static let mixed = Phrase("вместе", "together")
    private static let companiesFirst = Phrase("сначала компании", "companies first")
    private static let me = Phrase("я", "me")
    private static let queue = Phrase("никто: в очереди", "nobody: in the queue")
    private static let mine = Phrase("моё и ниже", "mine and below")
    private static let somebody = Phrase("выбранный", "the chosen one")
    private static let anyTime = Phrase("всегда", "at any time")
    private static let sorts: [(String, Phrase)] = [
        ("name", Phrase("по имени, А–Я", "by name, A–Z")), ("-name", Phrase("по имени, Я–А", "by name, Z–A")),
        ("-lastOrderAt", Phrase("последний заказ: сначала новые", "last order: newest first")),
        ("lastOrderAt", Phrase("последний заказ: сначала давние", "last order: oldest first")),
        ("-createdAt", Phrase("клиент с: сначала новые", "customer since: newest first")),
        ("createdAt", Phrase("клиент с: сначала давние", "customer since: oldest first")),
        ("-changedAt", Phrase("изменён: сначала недавно", "changed: latest first")),
        ("changedAt", Phrase("изменён: сначала давно", "changed: longest ago first")),
    ]
}
