import Audit
import ContactsAPI
import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// Somebody leaves: what he still holds, and to whom it goes. What is planned here is applied and undone as the reassignment that it is.
struct OffboardingPages: Sendable {
    static let path = PersonPages.path + "/{id}/offboarding"

    let ask: AskPeer
    let holdings: ComposeHoldings
    let organization: OrganizationParts
    let listChoices: ListChoices
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope(ContactsScope.assign), audit: .asksServices,
                "What of somebody has to go to others."
            ) { request in
                let visit = maker.visit(request)
                return try await page(visit, try visit.id(), typed: FormBody(HTTPQuery("")), flash: nil)
            },
            Route(
                .post, Self.path, access: .scope(ContactsScope.assign), audit: .asksServices,
                "Plans that all of somebody goes to others.", handler: plan),
        ]
    }

    private func page(_ visit: Visit, _ id: ID, typed: FormBody, flash: HTML?) async throws -> HTTPResponse {
        let held = try await holdings(of: id, for: visit.request)
        let form = OffboardingForm(
            holdings: held, choices: try await listChoices(), typed: typed, key: typed["key"] ?? ids.next().description,
            visit: visit)
        var content = PageContent(visit.say(.offboardingOf, held.userName), path: "\(PersonPages.path)/\(id)", form.body)
        content.crumbs =
            visit.request.caller.holds("organization:read")
            ? [Crumb(visit.say(.people), PersonPages.path), Crumb(held.userName, "\(PersonPages.path)/\(id)")] : []
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func plan(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        return try await maker.attempt(visit, again: { try await page(visit, id, typed: form, flash: $0) }) {
            var wish = JSONObject([
                ("rule", try await rule(form)), ("reason", .string(form.filled("reason") ?? "")),
            ])
            if form["deactivates"] != nil { wish.set("deactivates", .bool(true)) }
            for (field, name) in [("teams", "teamsTo"), ("deputies", "deputiesTo")] {
                guard let login = form.filled(field) else { continue }
                wish.set(name, .string(try await organization.readPeople.person(login, named: field).id.description))
            }
            let made = try await ask.change(
                ReassignmentResource.self, "contacts", .post, "/v1/users/\(id)/offboardings", body: .object(wish),
                key: form["key"], for: request)
            return "\(HandoverPages.path)/\(made.id)"
        }
    }

    /// One receiver, several in turn, or the queue of a unit.
    private func rule(_ form: FormBody) async throws -> JSONValue {
        let logins = (form.filled("receivers") ?? "").split(whereSeparator: { $0 == "," || $0 == ";" || $0.isNewline })
            .map { $0.trimmingSpaces }.filter { !$0.isEmpty }
        guard logins.count > 1 else {
            var one = form
            if let login = logins.first { one = one.with("receiver", login) }
            return ["kind": "one", "targets": [try await organization.receiver(one)]]
        }
        var targets: [JSONValue] = []
        for login in logins.prefix(50) {
            let person = try await organization.readPeople.person(login, named: "receivers")
            targets.append(["userID": .string(person.id.description)])
        }
        return ["kind": "round-robin", "targets": .array(targets)]
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

/// What somebody holds, and to whom it is to go.
struct OffboardingForm: Sendable {
    let holdings: HoldingsResource
    let choices: ListChoices.Choices
    let typed: FormBody
    let key: String
    let visit: Visit

    private var say: Presenter { visit.say }
    private var path: String { "\(PersonPages.path)/\(holdings.userID)/offboarding" }
    private var isNothing: Bool {
        holdings.accounts + holdings.teams + holdings.shares + holdings.requests + (holdings.deputies ?? 0) == 0
    }

    var body: HTML { .two(.card(say(.goesTo), form), .card(say(.stillHolds), facts)) }

    private var facts: HTML {
        var facts = [
            Fact(say(.customers), "\(say.number(Int(holdings.accounts)))"),
            Fact(say(.inTeams), "\(say.number(Int(holdings.teams)))"),
            Fact(say(.sharedWithHim), "\(say.number(Int(holdings.shares)))"),
            Fact(say(.openRequests), "\(say.number(Int(holdings.requests)))"),
        ]
        if let deputies = holdings.deputies { facts.append(Fact(say(.standsIn), "\(say.number(Int(deputies)))")) }
        let note: HTML = isNothing ? .note("\(say(.holdsNothing))", .good) : .empty
        return "\(note)\(HTML.facts(facts, numbers: true))"
    }

    private var form: HTML {
        let people = ReceiverFields.people(choices, say)
        let mayDeactivate = visit.request.caller.holds("organization:write")
        let receivers = Field("receivers", say(.customersTo), value: typed["receivers"] ?? "").with {
            ($0.hint, $0.autocomplete, $0.suggestions) = (say(.severalInTurn), "off", people)
        }
        let queue = Field(
            "unitID", say(.orQueue), value: typed["unitID"] ?? "",
            options: [("", "—")] + say.sorted(choices.units, by: \.name).map { ($0.id.description, $0.name) })
        let teams = Field("teams", say(.teamsTo), value: typed["teams"] ?? "").with {
            ($0.hint, $0.autocomplete, $0.suggestions) = (say(.teamsToHint), "off", people)
        }
        let deputies = Field("deputies", say(.deputiesTo), value: typed["deputies"] ?? "").with {
            ($0.hint, $0.autocomplete, $0.suggestions) = (say(.deputiesToHint), "off", people)
        }
        let reason = Field("reason", say(.reasonInHistory), value: typed["reason"] ?? "").with {
            ($0.isRequired, $0.autocomplete) = (true, "off")
        }
        let ending: HTML =
            mayDeactivate && holdings.isActive
            ? """
            <label class="check"><input type="checkbox" name="deactivates" value="on"\
            \(" checked", when: typed["deactivates"] != nil)>\(say(.deactivateThen))</label>
            """ : .empty
        let fields = [receivers, queue, teams] + (mayDeactivate ? [deputies] : []) + [reason]
        return """
            <form class="stack" method="post" action="\(url: path)">\(visit.formToken)\(HTML.hidden("key", key))\
            <p class="muted">\(say(.planFirst))</p>\(fields.map(\.html))\(ending)<div class="chips">\
            \(HTML.button(say(.lookAtPlan), .main))</div></form>
            """
    }
}

extension Phrase {
    static let offboardingOf = Phrase("Передача дел: {1}", "Off-boarding: {1}")
    static let handOver = Phrase("Передать дела", "Hand over")
    static let handOverHint = Phrase(
        "Клиенты, места в командах и замещения переходят другим по плану, который можно вернуть.",
        "Customers, places in teams and deputyships go to others, by a plan that can be undone.")
    static let goesTo = Phrase("Кому всё перейдёт", "To whom it all goes")
    static let stillHolds = Phrase("Что у него есть", "What he still holds")
    static let inTeams = Phrase("В командах клиентов", "In customers' teams")
    static let sharedWithHim = Phrase("Открыты ему", "Shared with him")
    static let openRequests = Phrase("Его просьбы без ответа", "His open requests")
    static let standsIn = Phrase("Замещает отсутствующих", "Stands in for absent people")
    static let holdsNothing = Phrase("Передавать нечего.", "Nothing is left to hand over.")
    static let customersTo = Phrase("Клиенты переходят", "Customers go to")
    static let severalInTurn = Phrase(
        "Логин или почта; нескольким через запятую достанется поровну.", "Login or mail; several, with commas, get equal parts.")
    static let teamsTo = Phrase("Место в командах", "His place in teams")
    static let teamsToHint = Phrase("Пусто: он просто выйдет из команд.", "Empty: he only leaves them.")
    static let deputiesTo = Phrase("Вместо него замещает", "Who stands in where he does")
    static let deputiesToHint = Phrase("Пусто: никто.", "Empty: nobody.")
    static let deactivateThen = Phrase("Когда всё передано, закрыть ему вход", "Once all is moved, let him in no more")
}
