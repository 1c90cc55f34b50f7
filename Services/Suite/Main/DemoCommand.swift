import Audit
import Core
import Database
import Gateway
import Replay
import Runtime

/// `crm demo`: a company to look around in.
enum DemoCommand {
    static let fill = Command(
        "demo", "Fill a running server with a believable company: people, a year of customers, orders and mails.",
        options: [
            ServeCommands.folderOptions[0],
            Command.Option("url", "URL", "The server's address; http://127.0.0.1:8080 when absent."),
            Command.Option("language", "ru|en", "Of the units' names; en when absent."),
        ],
        details: """
            Everything goes through the doors that everybody uses: the people through the API, the year of the shop
            \(DemoShop.source) event by event. The same seed makes the same company, and its year ends now. Run again it says that all
            of it is there, and changes nothing.

            Mail addresses end in .example and phone numbers are those kept for fiction, so nobody real is written to. There is no
            way to take the demo out again: use a data folder of its own.
            """
    ) { input in
        let language = input["language"] ?? "en"
        guard ["ru", "en"].contains(language) else { throw UsageError("--language must be ru or en.") }
        let address = input["url"] ?? "http://127.0.0.1:8080"
        let database = try await OperatorDatabase.open(GatewayModule.self, input)
        let clock = SystemClock()
        let ids = IdentifierSource(clock: clock)
        let admin = try await OperateUsers(database: database, clock: clock, ids: ids).id(ofLogin: "admin")
        let tokens = try await OperatorAudit.run(.change(.token), "crm demo", database, ids) { audited in
            try await DemoTokens(database: audited, clock: clock, ids: ids).make(source: DemoShop.source, as: admin)
        }
        let outcome: Result<DemoCompany.Outcome, any Error>
        do {
            outcome = .success(try await fill(tokens, address, language, clock.now()))
        } catch {
            outcome = .failure(error)
        }
        try await OperatorAudit.run(.change(.token), "crm demo", database, ids) { audited in
            try await DemoTokens(database: audited, clock: clock, ids: ids).revoke(tokens)
        }
        await database.close()
        Console.print(text(try outcome.get(), address, input["data"]))
        return 0
    }

    private static func fill(
        _ tokens: DemoTokens.Made, _ address: String, _ language: String, _ now: Timestamp
    ) async throws -> DemoCompany.Outcome {
        let door = try ShopDoor(address: address, token: tokens.office)
        _ = try await door.hello()
        let output = ReplayOutput(isTerminal: Console.outputIsTerminal) { Console.print($0) }
        let meter = ProgressMeter(total: DemoCompany.steps, unit: "steps", output: output)
        let company = DemoCompany(
            shop: try ShopDoor(address: address, token: tokens.shop), office: door, now: now, language: language,
            progress: { done, _ in meter.reach(done) })
        let outcome = try await company.fill()
        meter.finish()
        return outcome
    }

    private static func text(_ outcome: DemoCompany.Outcome, _ address: String, _ folder: String?) -> String {
        let what = """
            \(outcome.people) people in \(outcome.units) units, \(outcome.customers) customers (\(outcome.owned) with an owner), \
            \(outcome.orders) orders of a year, \(outcome.rejected) rejected events to correct.
            """
        guard outcome.isNew else { return "The demo company is here already: \(what)\nNothing was changed.\n" }
        return """
            The demo company is here: \(what)

            Sign in at \(address) as admin; the password is in \(folder ?? "the data folder")/admin-password.
            Look at: / for what waits, /customers for the clients, /intake for the rejected orders, /users for the people,
            and /operations for how the services are.

            """
    }
}
