import Audit
import Core
import Database
import Gateway
import Runtime

enum TokenCommands {
    static let create = Command(
        "token create", "Make a token for a shop, a program or a user and print it; works beside a running server.",
        options: [
            ServeCommands.folderOptions[0], Command.Option("name", "NAME", "Who uses it."),
            Command.Option("scope", "A,B", "Rights: \(Scope.all.map(\.name).joined(separator: ", "))."),
            Command.Option("source", "URI", "The shop it may write for; a prefix may end in *. Several with commas."),
            Command.Option("user", "LOGIN", "The user whose rights it has, within the scopes; a shop's own token without it."),
            Command.Option("days", "N", "Days it is good for; for ever when absent."),
        ]
    ) { input in
        let database = try await OperatorDatabase.open(GatewayModule.self, input)
        let clock = SystemClock()
        let ids = IdentifierSource(clock: clock)
        let days = try input.integer("days", default: 0)
        let (name, scopes) = (try input.required("name"), Set(list(try input.required("scope"))))
        var userID: ID?
        if let login = input["user"] {
            userID = try await OperateUsers(database: database, clock: clock, ids: ids).id(ofLogin: login)
        }
        let (text, _) = try await OperatorAudit.run(.change(.token), "crm token create", database, ids) { [userID] audited in
            try await CreateToken(database: audited, clock: clock, ids: ids)(
                name: name, scopes: scopes, sources: list(input["source"] ?? ""),
                expiresAt: days > 0 ? clock.now().adding(days: days) : nil, userID: userID)
        }
        await database.close()
        Console.print(text + "\n")
        return 0
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map(String.init).filter { !$0.isEmpty }
    }
}
