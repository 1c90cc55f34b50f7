import Audit
import ContactsAPI
import ContactsPages
import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// Which queue new customers wait in: rules in their order, of which the first that matches counts.
struct QueueRulePages: Sendable {
    static let path = "/queue-rules"
    private static let target = "/v1/queue-rules"

    let ask: AskPeer
    let listChoices: ListChoices
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope(ContactsScope.assign), audit: .asksServices,
                "The rules by which new customers find their queue."
            ) { request in
                let visit = maker.visit(request)
                let flash: HTML? = visit.query("done") == nil ? nil : .note("\(visit.say(.queueRulesSaved))", .good)
                return try await page(visit, typed: FormBody(HTTPQuery("")), flash: flash)
            },
            Route(
                .post, Self.path, access: .scope(ContactsScope.assign), audit: .asksServices,
                "Adds, moves or removes a rule.", handler: change),
        ]
    }

    private func page(_ visit: Visit, typed: FormBody, flash: HTML?) async throws -> HTTPResponse {
        let body: HTML =
            switch try await ask.resource(QueueRulesResource.self, "contacts", Self.target, for: visit.request) {
            case .value(let rules):
                QueueRuleTable(rules: rules, choices: try await listChoices(), typed: typed, visit: visit).body
            case .gap(let gap): .gap(gap, visit.say)
            }
        var content = PageContent(visit.say(.queueRules), path: Self.path, body)
        content.crumbs = [Crumb(visit.say(.customers), CustomerListPage.path)]
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func change(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        return try await maker.attempt(visit, again: { try await page(visit, typed: form, flash: $0) }) {
            let version = try form.version()
            guard
                let now = try await ask.resource(QueueRulesResource.self, "contacts", Self.target, for: request).value
            else { throw Refusal(.unavailable, "no-answer", "Contacts does not answer now.") }
            guard now.version == version else { throw Stale.refusal }
            var rules = now.rules
            let place = form["place"].flatMap { Int($0) } ?? -1
            switch form["do"] {
            case "remove" where rules.indices.contains(place): rules.remove(at: place)
            case "up" where rules.indices.contains(place) && place > 0: rules.swapAt(place, place - 1)
            case "add": rules.append(try Self.rule(form))
            default: throw Refusal(.malformed, "missing", "There is no such rule. Open the page again.")
            }
            let body = try JSONValue.parse(QueueRulesResource(rules: rules).json())
            _ = try await ask.change(
                QueueRulesResource.self, "contacts", .put, Self.target, body: body, version: version, for: request)
            return Self.path + "?done=saved"
        }
    }

    private static func rule(_ form: FormBody) throws -> QueueRuleResource {
        guard let unit = form.filled("unitID").flatMap({ ID($0) }) else {
            throw Refusal(.invalid, "missing", "Choose a unit.")
        }
        let country = form.filled("country")?.uppercased()
        guard country.map({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x41...0x5a).contains($0) } }) ?? true else {
            throw Refusal(.invalid, "bad-country", "A country has two letters.")
        }
        return QueueRuleResource(
            source: form.filled("source"), kind: form.filled("kind"), country: country, unitID: unit)
    }
}

struct QueueRuleTable: Sendable {
    let rules: QueueRulesResource
    let choices: ListChoices.Choices
    let typed: FormBody
    let visit: Visit

    private var say: Presenter { visit.say }
    private var version: HTML { .hidden("version", String(rules.version ?? 0)) }

    var body: HTML { .two(.card(say(.queueRules), flush: true, list), adding) }

    private var list: HTML {
        let rest = "<p class=\"muted small in\">\(say(.queueRulesElse))</p>" as HTML
        guard !rules.rules.isEmpty else { return "\(HTML.empty(say(.noQueueRules), say(.noQueueRulesHint)))\(rest)" }
        let columns = [
            Table.Column("№", number: true), Table.Column(say(.ruleSays)), Table.Column(say(.queueIs)),
            Table.Column(say(.action)),
        ]
        let rows = rules.rules.enumerated().map { index, rule in
            let name = choices.units.first { $0.id == rule.unitID }?.name ?? "—"
            return Table.Row(["\(index + 1)", "\(sentence(rule))", "<b>\(name)</b>", actions(index)])
        }
        return "\(Table(say(.queueRules), columns, rows).html)\(rest)"
    }

    /// What must hold of a new customer: `компания, доставка в DE, магазин urn:shop:*`.
    private func sentence(_ rule: QueueRuleResource) -> String {
        let parts = [
            rule.kind.map { say($0 == "company" ? .ruleCompany : .rulePerson) }, rule.country.map { say(.ruleCountry, $0) },
            rule.source.map { say(.ruleShop, $0) },
        ].compactMap(\.self)
        return parts.isEmpty ? say(.ruleAnybody) : parts.joined(separator: ", ")
    }

    private func actions(_ index: Int) -> HTML {
        func form(_ title: Phrase, _ action: String) -> HTML {
            """
            <form method="post" action="\(QueueRulePages.path)">\(visit.formToken)\(version)\
            \(HTML.hidden("place", String(index)))\(HTML.button(say(title), .quiet, name: "do", value: action))</form>
            """
        }
        return .chips((index > 0 ? [form(.moveUp, "up")] : []) + [form(.remove, "remove")])
    }

    private var adding: HTML {
        let units = say.sorted(choices.units, by: \.name).map { ($0.id.description, $0.name) }
        return .card(
            say(.newRule),
            HTML.form(
                QueueRulePages.path, hidden: "\(visit.formToken)\(version)",
                fields: [
                    Field(
                        "kind", say(.ruleKind), value: typed["kind"] ?? "",
                        options: [("", say(.anyValue)), ("company", say(.ruleCompany)), ("person", say(.rulePerson))]),
                    Field("country", say(.ruleCountryField), value: typed["country"] ?? "").with {
                        ($0.hint, $0.autocomplete) = (say(.ruleCountryHint), "off")
                    },
                    Field("source", say(.ruleShopField), value: typed["source"] ?? "").with {
                        ($0.hint, $0.autocomplete) = (say(.ruleShopHint), "off")
                    },
                    Field("unitID", say(.queueIs), value: typed["unitID"] ?? "", options: units),
                ], actions: [.button(say(.add), .main, icon: .plus, name: "do", value: "add")]))
    }
}

extension Phrase {
    static let queueRules = Phrase("Очереди новых клиентов", "Queues of new customers")
    static let queueRulesSaved = Phrase(
        "Правила сохранены: новые клиенты пойдут по ним.", "The rules are saved: new customers go by them.")
    static let queueRulesElse = Phrase(
        "Правила идут сверху вниз, первое подходящее решает. Кому не подошло ни одно, ждёт в очереди верхнего подразделения.",
        "Rules are tried from the top, and the first that fits decides. Whom none fits waits in the queue of the unit at the top."
    )
    static let noQueueRules = Phrase("Правил пока нет", "No rules yet")
    static let noQueueRulesHint = Phrase(
        "Без правил все новые клиенты ждут в очереди верхнего подразделения.",
        "Without rules all new customers wait in the queue of the unit at the top.")
    static let ruleSays = Phrase("Кто", "Who")
    static let queueIs = Phrase("В чью очередь", "Into the queue of")
    static let ruleKind = Phrase("Компания или человек", "Company or person")
    static let ruleCompany = Phrase("компания", "a company")
    static let rulePerson = Phrase("частный клиент", "a private customer")
    static let ruleCountry = Phrase("доставка в {1}", "delivered to {1}")
    static let ruleShop = Phrase("магазин {1}", "shop {1}")
    static let ruleAnybody = Phrase("любой", "anybody")
    static let ruleCountryField = Phrase("Страна доставки", "Country of the delivery")
    static let ruleCountryHint = Phrase("Две буквы, например DE; пусто: любая.", "Two letters, such as DE; empty: any.")
    static let ruleShopField = Phrase("Магазин", "Shop")
    static let ruleShopHint = Phrase(
        "Адрес, или его начало со * в конце; пусто: любой.", "Its address, or a prefix that ends in *; empty: any.")
    static let moveUp = Phrase("Выше", "Up")
}
