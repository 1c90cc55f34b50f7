import Audit
import Core
import Database
import HTML
import HTTP
import JSON
import Jobs
import Pages
import Presentation
import ServiceKit

/// The first day of an installation: what is wanted of it, who the company is, the first people, an example to look around in. For
/// its administrator, until he says that it is done; each step can be left out and come back to.
struct WelcomePages: Sendable {
    static let path = "/welcome"

    let profile: KeepProfile
    let organization: OrganizationParts
    let resetPassword: ResetPassword
    let jobs: JobQueue
    let ids: IdentifierSource
    let maker: PageMaker

    var routes: [Route] {
        let write = Access.scope("organization:write")
        let step = Self.path + "/{step}"
        return [
            Route(.get, Self.path, access: write, audit: .none("Leads on."), "Where the first day goes on.") { request in
                try await begin(request)
                return .redirect(to: WelcomeForms.path(profile.known.next ?? .demo))
            },
            Route(.get, step, access: write, audit: .view(.organization), "A step of the first day.") { request in
                let visit = maker.visit(request)
                let step = try Self.step(visit)
                try await begin(request, step)
                return try await page(visit, step, typed: nil, flash: flash(visit))
            },
            Route(.post, step, access: write, audit: .change(.organization), "Does a step of the first day.", handler: save),
            Route(.post, Self.path + "/finish", access: write, audit: .change(.organization), "Ends the first day.") { request in
                let visit = maker.visit(request)
                _ = try await visit.form()
                try await begin(request)
                let now = visit.now
                try await profile.change { $0.finishedAt = now }
                return .redirect(to: StartPages.path)
            },
        ]
    }

    /// Throws `notFound` once the first day is over, but for the goals, which are looked at anew on any day; and `forbidden` for whoever
    /// does not hold every right.
    private func begin(_ request: HTTPRequest, _ step: OrganizationProfile.Step? = nil) async throws {
        guard request.caller.scopes.contains("*") else {
            throw Refusal(.forbidden, "missing-right", "The first day is the administrator's.")
        }
        guard try await profile.isOpen() || step == .goals else {
            throw Refusal(.notFound, "not-found", "The first day of this installation is over.")
        }
    }

    private static func step(_ visit: Visit) throws -> OrganizationProfile.Step {
        guard let step = visit.request.parameters["step"].flatMap({ OrganizationProfile.Step(rawValue: $0) }) else {
            throw Refusal(.notFound, "not-found", "There is no such step.")
        }
        return step
    }

    private func page(
        _ visit: Visit, _ step: OrganizationProfile.Step, typed: FormBody?, flash: HTML?
    ) async throws -> HTTPResponse {
        let isOpen = try await profile.isOpen()
        let forms = WelcomeForms(visit: visit, profile: profile.known, isOpen: isOpen)
        let body: HTML
        var isMoving = false
        switch step {
        case .goals: body = forms.goals(typed)
        case .company:
            let root = try await organization.readPeople.tree().first { $0.unit.id == UnitTree.root }
            body = forms.company(typed, name: root?.unit.name ?? "")
        case .people:
            var query = PersonTable.View.people.query
            query.limit = 50
            let users = try await organization.readPeople.list(query, holding: "").map(\.user)
            let roles = try await organization.readPeople.roles().filter { $0.id != Role.directory }
            AuditNote.current?.saw(users.map(\.id.description))
            body = forms.people(typed, roles: roles, users: users, key: typed?["key"] ?? ids.next().description)
        case .demo:
            let run = try await profile.database.read { tx in try ProfileStore().demo(in: tx) }
            isMoving = run?.state == .running
            body = forms.demo(run)
        }
        var content = PageContent(
            visit.say(isOpen ? .welcome : .goals), path: StartPages.path, .stack((isOpen ? [forms.steps(step)] : []) + [body]))
        content.crumbs = [Crumb(visit.say(.startPage), StartPages.path)]
        content.flash = flash
        var response = await maker.page(visit, content)
        // Without any script, so that whoever waits sees how far it is.
        if isMoving { response.fields["Refresh"] = "2" }
        return response
    }

    @Sendable private func save(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let step = try Self.step(visit)
        try await begin(request, step)
        return try await maker.attempt(visit, again: { try await page(visit, step, typed: form, flash: $0) }) {
            switch step {
            case .goals: try await goals(form)
            case .company: try await company(form, request)
            case .people: try await person(form, request)
            case .demo: try await demo(request)
            }
        }
    }

    private func goals(_ form: FormBody) async throws -> String {
        var chosen: [Goal: Int] = [:]
        for goal in Goal.allCases where form["goal-\(goal.rawValue)"] != nil {
            guard goal.measure != nil else {
                chosen[goal] = goal.usualTarget
                continue
            }
            guard let target = form.filled("target-\(goal.rawValue)").flatMap({ Int($0) }), Goal.targets.contains(target) else {
                throw Refusal(.invalid, "out-of-range", "A target is a whole number from 0 to 1,000,000.")
            }
            chosen[goal] = target
        }
        let (goals, isOpen, now) = (chosen, try await profile.isOpen(), profile.clock.now())
        try await profile.change { profile in
            profile.goals = goals
            profile.done.insert(.goals)
            // What is chosen later opens no first day anew.
            if !isOpen { profile.finishedAt = profile.finishedAt ?? now }
        }
        return isOpen ? WelcomeForms.path(.company) : StartPages.path
    }

    private func company(_ form: FormBody, _ request: HTTPRequest) async throws -> String {
        guard let name = form.filled("name"), name.count <= 200 else {
            throw Refusal(.invalid, "missing", "Give the company's name.")
        }
        let (currency, language) = ((form.filled("currency") ?? "").uppercased(), form.filled("language") ?? "")
        let timeZone = form.filled("timeZone") ?? ""
        try await profile.change { profile in
            (profile.currency, profile.language, profile.timeZone) = (currency, language, timeZone)
            profile.done.insert(.company)
        }
        if let root = try await organization.readPeople.tree().first(where: { $0.unit.id == UnitTree.root })?.unit,
            root.name != name
        {
            var edit = UnitEdit()
            edit.name = .set(name)
            _ = try await organization.changeUnit(edit, of: root.id, expecting: root.version, by: request.caller)
        }
        return WelcomeForms.path(.people)
    }

    /// The person, his role, and the mail by which he comes in.
    private func person(_ form: FormBody, _ request: HTTPRequest) async throws -> String {
        guard let role = form.filled("roleID").flatMap({ ID($0) }) else { throw Refusal(.invalid, "missing", "Choose a role.") }
        guard form.filled("mail") != nil else { throw Refusal(.invalid, "missing", "Give the mail address.") }
        let document = form.document("login", "name", "mail")
        let caller = request.caller
        let (user, _) = try await organization.createUser(
            try document.decoded(UserRequest.self).wish,
            try form.creation(document, at: WelcomeForms.path(.people), by: caller))
        let wish = form.document("roleID").with("userID", .string(user.id.description))
        _ = try await organization.assignRole(
            role, to: user.id, from: nil, until: nil,
            Creation(
                key: "\(caller.subject):role:\(user.id)", place: WelcomeForms.path(.people) + "/role", body: wish.json()),
            by: caller)
        try await resetPassword.ask(login: user.login, language: profile.known.language, from: SignInOrigin(request))
        try await profile.change { $0.done.insert(.people) }
        return WelcomeForms.path(.people) + "?done=invited"
    }

    private func demo(_ request: HTTPRequest) async throws -> String {
        guard let user = SignedIn.session?.user.id else {
            throw Refusal(.forbidden, "session-required", "Sign in to fill the installation with the example.")
        }
        let payload = FillDemo.Payload(userID: user, language: profile.known.language)
        let (jobs, now) = (jobs, profile.clock.now())
        try await profile.database.write { tx in
            if try ProfileStore().demo(in: tx)?.state == .done { return }
            try FillDemo.begin(payload, jobs: jobs, at: now, in: tx)
        }
        try await profile.change { $0.done.insert(.demo) }
        return WelcomeForms.path(.demo)
    }

    private func flash(_ visit: Visit) -> HTML? {
        visit.query("done") == "invited" ? .note("\(visit.say(.personInvited))", .good) : nil
    }
}
