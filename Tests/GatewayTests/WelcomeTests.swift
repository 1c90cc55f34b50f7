import Core
import Database
import HTTP
import JSON
import Jobs
import TestKit
import Testing

@testable import Gateway

/// The first day of an installation.
@Suite struct WelcomeTests {
    private func key(_ html: String) throws -> String {
        try #require(PageRules.tags(html).first { $0.name == "input" && $0["name"] == "key" }?["value"])
    }

    @Test(arguments: ["ru", "en"]) func `the administrator is led through it, may leave and come back, and ends it`(
        language: String
    ) async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: language)
        #expect(try await browser.get("/").text.contains("href=\"/welcome\""))
        #expect(try await browser.get("/welcome").location == "/welcome/goals")
        for step in ["goals", "company", "people", "demo"] {
            let page = try await browser.get("/welcome/\(step)")
            #expect(page.status == 200, "\(page.text)")
            PageRules.check(page.text, step)
        }
        let goals = try await browser.post(
            "/welcome/goals",
            [
                ("goal-G2", "on"), ("target-G2", "5"), ("goal-G7", "on"), ("target-G7", "100"), ("goal-G3", "on"),
                ("target-G9", "7"),
            ])
        #expect(goals.location == "/welcome/company")
        // Left and come back to: it goes on where it was, with what was chosen.
        #expect(try await browser.get("/welcome").location == "/welcome/company")
        let again = try await browser.get("/welcome/goals").text
        #expect(again.contains("name=\"goal-G7\" checked") && !again.contains("name=\"goal-G9\" checked"))
        #expect(PageRules.tags(again).first { $0["id"] == "target-G7" }?["value"] == "100")

        let wrong = try await browser.post(
            "/welcome/company", [("name", "Чайный дом"), ("currency", "RUR"), ("language", "ru"), ("timeZone", "Europe/Moscow")])
        #expect(wrong.status == 422 && wrong.text.contains("Чайный дом"))
        let company = try await browser.post(
            "/welcome/company",
            [("name", "Чайный дом"), ("currency", "rub"), ("language", "ru"), ("timeZone", "Asia/Yekaterinburg")])
        #expect(company.location == "/welcome/people")
        // The zone holds from the next page on, the name is the unit's at the top.
        #expect(try await browser.get("/orders").text.contains("16:00"))
        #expect(try await browser.get("/units").text.contains("Чайный дом"))

        let blank = try await browser.get("/welcome/people").text
        let wish = [
            ("key", try key(blank)), ("name", "Анна Ким"), ("login", "anna"), ("mail", "anna@example.com"),
            ("roleID", "\(Role.builtInID(2))"),
        ]
        for _ in 0..<2 { #expect(try await browser.post("/welcome/people", wish).location == "/welcome/people?done=invited") }
        let people = try await browser.get("/welcome/people").text
        #expect(people.ranges(of: "Анна Ким").count == 1)
        let mails = try await JobAdministration(database: gateway.database, clock: gateway.clock, wake: {}).list()
        #expect(mails.contains { $0.kind == MailPasswordReset.kind })
        #expect(
            try await browser.post("/welcome/people", [("key", "k"), ("name", "B"), ("login", "b"), ("roleID", "x")]).status
                == 422)

        #expect(try await browser.post("/welcome/finish", []).location == "/")
        #expect(try await browser.get("/welcome").status == 404)
        #expect(try await browser.post("/welcome/company", []).status == 404)
        let start = try await browser.get("/").text
        PageRules.check(start, "/")
        #expect(!start.contains("href=\"/welcome\""))
        // One rejected event where five were allowed; three orders where a hundred are wanted; documents are measured by nobody.
        #expect(start.contains(language == "ru" ? "достигнута" : "reached"))
        #expect(start.contains(language == "ru" ? "пока нет" : "not yet"))
        #expect(start.contains(language == "ru" ? "ещё не измеряется" : "not measured yet"))
        // Goals are looked at anew on any day; the first day stays over.
        #expect(start.contains("href=\"/welcome/goals\""))
        PageRules.check(try await browser.get("/welcome/goals").text, "/welcome/goals")
        #expect(try await browser.post("/welcome/goals", [("goal-G2", "on"), ("target-G2", "0")]).location == "/")
        let changed = try await browser.get("/").text
        #expect(
            changed.contains(language == "ru" ? "пока нет" : "not yet")
                && !changed.contains(language == "ru" ? "достигнута" : "reached"))
        #expect(try await browser.get("/welcome").status == 404)
    }

    @Test func `it is the administrator's alone, and of a fresh installation only`() async throws {
        let gateway = try await TestGateway()
        try await gateway.addUser(
            "clerk", password: "a long password", scopes: ["organization:read", "organization:write"], language: "en")
        let clerk = try await Browser.signIn(gateway, login: "clerk", password: "a long password", language: "en")
        #expect(try await clerk.get("/welcome/goals").status == 403)
        #expect(try await clerk.post("/welcome/goals", [("goal-G1", "on")]).status == 403)
        // There is somebody else already, and nothing was begun: nobody's first day.
        let admin = try await Browser.signIn(gateway, language: "en")
        #expect(try await admin.get("/welcome").status == 404)
        #expect(try await !admin.get("/").text.contains("href=\"/welcome\""))
        #expect(try await admin.post("/welcome/goals", [("goal-G3", "on")]).location == "/")
        #expect(try await admin.get("/welcome").status == 404)
        #expect(try await gateway.get("/welcome", token: gateway.token(["orders:read"])).status == 403)
    }

    @Test(arguments: Engine.required) func `what was said of the organization is kept as it was said`(engine: Engine) async throws
    {
        let gateway = try await TestGateway(engine)
        let profile = OrganizationProfile(
            currency: "KZT", language: "ru", timeZone: "Asia/Almaty", done: [.goals, .demo], goals: [.oneBase: 3, .documents: 0],
            finishedAt: gateway.clock.now())
        let now = gateway.clock.now()
        let kept = try await gateway.database.write { tx in
            for _ in 0..<2 { try ProfileStore().save(profile, at: now, in: tx) }
            return try ProfileStore().profile(in: tx)
        }
        #expect(kept == profile && profile.next == .company)
        let run = DemoRun(state: .running, done: 3, total: 840, detail: "")
        let read = try await gateway.database.write { tx in
            for _ in 0..<2 { try ProfileStore().save(run, at: now, in: tx) }
            return try ProfileStore().demo(in: tx)
        }
        #expect(read == run)
    }

    @Test func `the example is wished once, shows how far it is, and a failure is told`() async throws {
        let gateway = try await TestGateway()
        let browser = try await Browser.signIn(gateway, language: "en")
        for _ in 0..<2 { #expect(try await browser.post("/welcome/demo", []).location == "/welcome/demo") }
        let jobs = try await JobAdministration(database: gateway.database, clock: gateway.clock, wake: {}).list(
            kind: FillDemo.kind)
        #expect(jobs.count == 1)
        let waiting = try await browser.get("/welcome/demo")
        #expect(waiting.text.contains("<progress") && waiting.fields["Refresh"] == "2")
        let now = gateway.clock.now()
        try await gateway.database.write { tx in
            try ProfileStore().save(DemoRun(state: .failed, done: 0, total: 1, detail: "<b>no</b>"), at: now, in: tx)
        }
        let failed = try await browser.get("/welcome/demo")
        #expect(failed.text.contains("&lt;b&gt;no&lt;/b&gt;") && failed.fields["Refresh"] == nil)
        PageRules.check(failed.text, "/welcome/demo")
    }
}
