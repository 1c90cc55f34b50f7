import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Why somebody may see or do something, or why not: a question in words, answered by rules.
struct AccessPages: Sendable {
    static let path = "/access"

    let organization: OrganizationParts
    let explain: ExplainAccess
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .scope("organization:read"), audit: .view(.organization),
                "Which rule lets somebody do something, or why none does.", handler: show)
        ]
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        guard visit.query("login") != nil, visit.query("resource") != nil else {
            return await page(visit, answer: nil, flash: nil)
        }
        do {
            let answer = try await explain(try await question(visit), for: request)
            AuditNote.current?.saw([answer.user.id.description] + (answer.question.account.map { [$0.description] } ?? []))
            return await page(visit, answer: answer, flash: nil)
        } catch let refusal as Refusal where refusal.kind == .invalid || refusal.kind == .notFound {
            let text = refusal.kind == .notFound ? visit.say(.noSuchCustomer) : OrganizationRefusals.text(refusal, visit.say)
            return await page(visit, answer: nil, flash: .note("\(text)", .bad), status: refusal.kind.status)
        }
    }

    private func question(_ visit: Visit) async throws -> ExplainAccess.Question {
        let user = try await organization.readPeople.person(visit.query("login") ?? "", named: "login")
        var account: ID?
        if let text = visit.query("record") {
            // The address of a client's page, or the id alone.
            guard let id = ID(String(text.split(separator: "/").last ?? "")) else {
                throw Refusal(.notFound, "not-found", "There is no such client.")
            }
            account = id
        }
        return ExplainAccess.Question(
            user: user.id, resource: Resource(rawValue: visit.query("resource") ?? "") ?? .account,
            action: Action(rawValue: visit.query("action") ?? "") ?? .view, account: account)
    }

    private func page(_ visit: Visit, answer: ExplainAccess.Answer?, flash: HTML?, status: Int = 200) async -> HTTPResponse {
        let page = AccessExplanationPage(visit: visit)
        var content = PageContent(
            visit.say(.explainAccess), path: Self.path,
            .two(answer.map(page.verdict) ?? page.introduction, page.form))
        content.crumbs = [Crumb(visit.say(.organization))]
        content.flash = flash
        return await maker.page(visit, content, status: status)
    }
}

/// The question and its answer.
struct AccessExplanationPage: Sendable {
    let visit: Visit

    private var say: Presenter { visit.say }

    var form: HTML {
        let fields = [
            Field("login", say(.whoIsIt), value: visit.query("login") ?? "").with {
                ($0.isRequired, $0.autocomplete) = (true, "off")
                $0.hint = say(Phrase("Логин или почта.", "Login or mail."))
            },
            Field(
                "action", say(Phrase("Что делает", "Does what")), value: visit.query("action") ?? "view",
                options: Action.allCases.map { ($0.rawValue, say(RoleWords.action($0))) }),
            Field(
                "resource", say(Phrase("С чем", "With what")), value: visit.query("resource") ?? "account",
                options: Resource.allCases.map { ($0.rawValue, say(RoleWords.resource($0))) }),
            Field("record", say(Phrase("Какого клиента", "Of which customer")), value: visit.query("record") ?? "").with {
                $0.hint = say(
                    Phrase("Адрес его страницы или номер из неё.", "The address of his page, or the id out of it."))
                $0.autocomplete = "off"
            },
        ]
        return .card(
            say(Phrase("Вопрос", "Question")),
            """
            <form class="stack" action="\(url: AccessPages.path)">\(fields.map(\.html))<div class="chips">\
            \(HTML.button(say(.explainIt), .main))</div></form>
            """)
    }

    var introduction: HTML {
        .card(say(.explainAccess), .empty(say(.explainAccess), say(.explainHint)))
    }

    func verdict(_ answer: ExplainAccess.Answer) -> HTML {
        let decision = answer.explanation.decision
        let held = decision.isAllowed ? decision.hidden.map { say(RoleWords.group($0)) } : []
        let sentence: HTML = """
            <b>\(answer.user.name)</b>: \(say(RoleWords.action(answer.question.action))) – \
            \(say(RoleWords.resource(answer.question.resource))). \(say(outcome(answer)))
            """
        let hidden: HTML? =
            held.isEmpty
            ? nil : .note("\(say(Phrase("Не видит: {1}.", "Does not see: {1}."), held.joined(separator: ", ")))", .info)
        let columns = [Table.Column(say(.role)), Table.Column(say(.rule)), Table.Column(say(Phrase("Почему", "Why")))]
        let rows = answer.explanation.lines.map { line -> Table.Row in
            let decides = line.verdict == decision.by.map { .reaches($0.reach) } && line.grant == decision.by?.grant
            return Table.Row(
                [
                    "\(RoleWords.role(of: line.grant, say))", "\(RoleWords.rule(line.grant, say))",
                    why(line.verdict, decides: decides),
                ],
                selected: decides)
        }
        let rules: HTML = rows.isEmpty ? .empty : Table(say(.rule), columns, rows).html
        return .stack(
            [
                .note(sentence, decision.isAllowed ? .good : .warn), hidden,
                rows.isEmpty ? nil : .card(say(Phrase("Правила", "Rules")), flush: true, rules),
            ].compactMap(\.self))
    }

    private func outcome(_ answer: ExplainAccess.Answer) -> Phrase {
        guard answer.user.isActive else {
            return Phrase("Нельзя: он ушёл, прав у него нет.", "Not allowed: he has left and holds no right.")
        }
        return switch answer.explanation.outcome {
        case .allowed: Phrase("Можно.", "Allowed.")
        case .ownerOnly:
            Phrase("Видно только имя и ответственного.", "Only the name and the owner are seen.")
        case .noRule: Phrase("Нельзя: ни одно правило об этом не говорит.", "Not allowed: no rule speaks of it.")
        case .noRuleForAction: Phrase("Нельзя: нет правила об этом действии.", "Not allowed: no rule is about this action.")
        case .outOfReach:
            Phrase("Нельзя: правила есть, но до этой записи не достают.", "Not allowed: his rules do not reach this record.")
        case .notViewed:
            Phrase(
                "Нельзя: запись не видна полностью, а менять то, чего не видно, нельзя.",
                "Not allowed: the record is not seen in full, and nobody changes what he cannot see.")
        }
    }

    private func why(_ verdict: AccessExplanation.Verdict, decides: Bool) -> HTML {
        switch verdict {
        case .reaches(let reach): .tag(say(words(reach)), decides ? .good : .info)
        case .misses(let miss): "<span class=\"muted\">\(say(words(miss)))</span>"
        }
    }

    private func words(_ reach: AccessDecision.Reach) -> Phrase {
        switch reach {
        case .owner: Phrase("он ответственный", "he is the owner")
        case .deputy: Phrase("замещает ответственного", "stands in for the owner")
        case .unit: Phrase("запись его подразделения", "the record is of his unit")
        case .shared: Phrase("ему дали доступ", "it is shared with him")
        case .all: Phrase("правило обо всех записях", "the rule is about all records")
        }
    }

    private func words(_ miss: AccessExplanation.Miss) -> Phrase {
        switch miss {
        case .notOwner: Phrase("он не ответственный", "he is not the owner")
        case .notOfUnit: Phrase("запись другого подразделения", "the record is of another unit")
        case .notOfUnitOrBelow:
            Phrase("запись не его подразделения и не ниже", "the record is neither of his unit nor below")
        case .notShared: Phrase("ему не давали доступа", "it is not shared with him")
        case .sharedForViewing: Phrase("доступ дан только смотреть", "it is shared for viewing only")
        case .otherAction: Phrase("правило о другом действии", "the rule is about another action")
        }
    }
}
