import Audit
import Core
import Database
import Gateway
import Observability
import Runtime

enum TokenCommands {
    static let create = Command(
        "token create", "Make a token for a shop or a program and print it; works beside a running server.",
        options: [
            ServeCommands.folderOptions[0], Command.Option("name", "NAME", "Who uses it."),
            Command.Option("scope", "A,B", "Rights: \(Scope.all.map(\.name).joined(separator: ", "))."),
            Command.Option("source", "URI", "The shop it may write for; a prefix may end in *. Several with commas."),
            Command.Option("days", "N", "Days it is good for; for ever when absent."),
        ]
    ) { input in
        let database = try await OperatorDatabase.open(GatewayModule.self, input)
        let clock = SystemClock()
        let ids = IdentifierSource(clock: clock)
        let audit = AuditTrail(service: GatewayModule.name, database: database, ids: ids, metrics: Metrics())
        let createToken = CreateToken(database: audit.database, clock: clock, ids: ids)
        let days = try input.integer("days", default: 0)
        let (name, scopes) = (try input.required("name"), Set(list(try input.required("scope"))))
        // The line names the operator of the machine, who needs no right of the suite.
        let note = AuditNote(
            .change(.token), trail: audit, caller: Caller(kind: .service, subject: "operator", name: "operator", scopes: []),
            door: "crm token create", scope: nil, address: "", request: "")
        let (text, _) = try await AuditNote.$current.withValue(note) {
            try await createToken(
                name: name, scopes: scopes, sources: list(input["source"] ?? ""),
                expiresAt: days > 0 ? clock.now().adding(days: days) : nil)
        }
        await database.close()
        Console.print(text + "\n")
        return 0
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map(String.init).filter { !$0.isEmpty }
    }
}
