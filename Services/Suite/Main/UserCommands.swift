import Audit
import Core
import Database
import Gateway
import Runtime

/// The operator's commands for users.
enum UserCommands {
    static let create = Command(
        "user create", "Make a user and print the password; works beside a running server.",
        options: [
            ServeCommands.folderOptions[0], Command.Option("login", "LOGIN", "To sign in with."),
            Command.Option("name", "NAME", "For others to read."), Command.Option("mail", "ADDRESS", "Where mails go."),
            Command.Option("role", "A,B", "Names of roles, such as Seller or Administrator."),
            Command.Option("unit", "NAME", "The unit to belong to; the whole organization when absent."),
            Command.Option("time-zone", "ZONE", "Such as Europe/Moscow; UTC when absent."),
            Command.Option("service", nil, "A service account, which has tokens and no password."),
        ]
    ) { input in
        let database = try await OperatorDatabase.open(GatewayModule.self, input)
        let clock = SystemClock()
        let ids = IdentifierSource(clock: clock)
        let wish = NewUser(
            kind: input.flag("service") ? .service : .person, login: try input.required("login"),
            name: try input.required("name"), mail: input["mail"], timeZone: input["time-zone"] ?? "UTC")
        let roles = (input["role"] ?? "").split(separator: ",").map(String.init)
        let (user, password) = try await OperatorAudit.run(.change(.organization), "crm user create", database, ids) { audited in
            try await OperateUsers(database: audited, clock: clock, ids: ids).create(wish, roles: roles, unit: input["unit"])
        }
        await database.close()
        Console.print(password.map { "\($0)\n" } ?? "\(user.id)\n")
        return 0
    }

    static let list = Command(
        "user list", "List the users with their roles.", options: [ServeCommands.folderOptions[0]]
    ) { input in
        let database = try await OperatorDatabase.open(GatewayModule.self, input)
        let clock = SystemClock()
        let users = OperateUsers(database: database, clock: clock, ids: IdentifierSource(clock: clock))
        let lines = try await users.list()
        await database.close()
        for line in lines {
            let marks = (line.user.kind == .service ? ["service account"] : []) + (line.user.isActive ? [] : ["has left"])
            let text = [line.user.login, line.user.name] + line.roles.map { "[\($0)]" } + marks.map { "(\($0))" }
            Console.print(text.joined(separator: "  ") + "\n")
        }
        return 0
    }
}
