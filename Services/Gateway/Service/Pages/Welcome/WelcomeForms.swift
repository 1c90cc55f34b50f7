import Core
import HTML
import Pages
import Presentation

/// The forms of the first day.
struct WelcomeForms: Sendable {
    let visit: Visit
    let profile: OrganizationProfile
    /// Whether the first day is going on; afterwards only the goals are asked for.
    let isOpen: Bool

    private var say: Presenter { visit.say }

    static func title(_ step: OrganizationProfile.Step) -> Phrase {
        switch step {
        case .goals: .stepGoals
        case .company: .stepCompany
        case .people: .stepPeople
        case .demo: .stepDemo
        }
    }

    static func path(_ step: OrganizationProfile.Step) -> String { "\(WelcomePages.path)/\(step.rawValue)" }

    func steps(_ current: OrganizationProfile.Step) -> HTML {
        let links: [HTML] = OrganizationProfile.Step.allCases.map { step in
            let mark: HTML =
                step == current ? " class=\"now\" aria-current=\"step\"" : profile.done.contains(step) ? " class=\"done\"" : ""
            return "<li\(mark)><a href=\"\(Self.path(step))\">\(say(Self.title(step)))</a></li>"
        }
        return "<ol class=\"steps\">\(links)</ol>"
    }

    func skip(_ step: OrganizationProfile.Step) -> HTML {
        guard isOpen else { return .buttonLink(say(.cancel), StartPages.path, .quiet) }
        let all = OrganizationProfile.Step.allCases
        guard let index = all.firstIndex(of: step), index + 1 < all.count else { return finish }
        return .buttonLink(say(.skipStep), Self.path(all[index + 1]), .quiet)
    }

    /// A form of its own, which ends the first day.
    var finish: HTML {
        """
        <form method="post" action="\(WelcomePages.path)/finish">\(visit.formToken)\
        \(HTML.button(say(.firstDayDone), profile.next == nil ? .main : .plain, icon: .check))</form>
        """
    }

    func goals(_ typed: FormBody?) -> HTML {
        let rows: [HTML] = Goal.allCases.map { goal in
            let isChosen = typed.map { $0["goal-\(goal.rawValue)"] != nil } ?? (profile.goals[goal] != nil)
            let target = typed?["target-\(goal.rawValue)"] ?? String(profile.goals[goal] ?? goal.usualTarget)
            let id = "target-\(goal.rawValue)"
            let number: HTML =
                goal.measure == nil
                ? "<span class=\"muted small\">\(say(GoalWords.measure(nil)))</span>"
                : """
                <input id="\(id)" name="\(id)" type="number" min="0" max="1000000" value="\(target)" \
                aria-labelledby="\(id)-of"> <label class="muted small" id="\(id)-of" for="\(id)">\
                \(say(GoalWords.measure(goal.measure)))</label>
                """
            return """
                <li><label class="check"><input type="checkbox" name="goal-\(goal.rawValue)"\(" checked", when: isChosen)> \
                <b>\(say(GoalWords.title(goal)))</b></label><span class="goal">\(number)</span></li>
                """
        }
        return .card(
            say(.goalsQuestion),
            """
            <form class="stack" method="post" action="\(Self.path(.goals))">\(visit.formToken)<p class="muted">\(say(.goalsHint))</p>\
            <ul class="goals">\(rows)</ul><div class="chips">\(HTML.button(say(isOpen ? .saveAndGoOn : .save), .main))\(skip(.goals))</div></form>
            """)
    }

    func company(_ typed: FormBody?, name: String) -> HTML {
        func value(_ field: String, _ kept: String) -> String { typed?[field] ?? kept }
        let languages = Language.allCases.map { ($0.rawValue, $0.ownName) }
        return .card(
            say(.companyQuestion),
            .form(
                Self.path(.company), hidden: visit.formToken,
                fields: [
                    Field("name", say(.companyName), value: value("name", name)).with {
                        $0.isRequired = true
                        $0.autocomplete = "organization"
                    },
                    Field("currency", say(.currency), value: value("currency", profile.currency)).with {
                        $0.isRequired = true
                        $0.hint = "RUB, EUR, USD, KZT…"
                    },
                    Field("language", say(.pagesLanguage), value: value("language", profile.language), options: languages).with {
                        $0.hint = say(.pagesLanguageHint)
                    },
                    Field("timeZone", say(.timeZone), value: value("timeZone", profile.timeZone)).with {
                        $0.isRequired = true
                        $0.hint = say(Phrase("Например, Europe/Moscow.", "Such as Europe/Moscow."))
                    },
                ], actions: [.button(say(.saveAndGoOn), .main), skip(.company)]))
    }

    func people(_ typed: FormBody?, roles: [Role], users: [User], key: String) -> HTML {
        let options = roles.map { ($0.id.description, $0.name) }
        let standard = roles.first { $0.id == Role.builtInID(2) } ?? roles.first
        let form = HTML.form(
            Self.path(.people), hidden: "\(visit.formToken)\(HTML.hidden("key", key))",
            fields: [
                Field("name", say(.nameOfPerson), value: typed?["name"] ?? "").with { $0.isRequired = true },
                Field("login", say(.loginName), value: typed?["login"] ?? "").with {
                    $0.isRequired = true
                    $0.autocomplete = "off"
                },
                Field("mail", say(.mailAddress), value: typed?["mail"] ?? "", kind: .email).with {
                    $0.isRequired = true
                    $0.autocomplete = "off"
                },
                Field("roleID", say(.role), value: typed?["roleID"] ?? standard?.id.description ?? "", options: options),
            ], actions: [.button(say(.addPerson), .main, icon: .plus)])
        let next = HTML.chips([.buttonLink(say(.goOn), Self.path(.demo), icon: .arrow)])
        let list: [HTML] = users.map { "<li>\(HTML.who($0.name, detail: $0.login, path: "\(PersonPages.path)/\($0.id)"))</li>" }
        return .two(
            .card(say(.peopleQuestion), .stack(["<p class=\"muted\">\(say(.peopleHint))</p>", form])),
            .card(say(.peopleSoFar), beside: .tag(say.number(users.count)), .stack(["<ul class=\"stack\">\(list)</ul>", next])))
    }

    func demo(_ run: DemoRun?) -> HTML {
        let state: HTML
        switch run?.state {
        case .running:
            let share = run.map { $0.total > 0 ? Double($0.done) / Double($0.total) : 0 } ?? 0
            state = """
                <div role="status"><p>\(say(.demoRuns, say.percent(share)))</p><progress max="100" \
                value="\(String(Int(share * 100)))" aria-label="\(say(.stepDemo))"></progress></div>
                """
        case .done: state = .note("\(say(.demoDone))", .good)
        case .failed: state = .note("\(say(.demoFailed, run?.detail ?? ""))", .bad)
        case nil: state = .empty
        }
        let begin: HTML =
            run?.state == .running || run?.state == .done
            ? .empty
            : """
            <form method="post" action="\(Self.path(.demo))">\(visit.formToken)\
            <div class="chips">\(HTML.button(say(.demoBegin), profile.done.contains(.people) ? .main : .plain))</div></form>
            """
        return .card(
            say(.demoQuestion),
            "<p class=\"muted\">\(say(.demoHint))</p>\(state)\(begin)<div class=\"chips\">\(finish)</div>")
    }
}
