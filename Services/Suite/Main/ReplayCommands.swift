import Core
import Glibc
import Replay
import Runtime

/// Plays shops through the public door.
enum ReplayCommands {
    private static let door = [
        Command.Option("to", "URL", "The suite's public address; http://127.0.0.1:8080 when absent."),
        Command.Option("token", "TOKEN", "What the shop signs in with; the variable CRM_TOKEN when absent."),
    ]

    static let orders = Command(
        "replay orders", "Play the Online Retail file as a shop through the public door.", arguments: ["FILE.csv[.gz]"],
        options: [Command.Option("limit", "INVOICES", "Play only the first ones; all when absent.")] + door + [
            Command.Option("keep-dates", nil, "Leave the dates as the file has them; else the last invoice played is now.")
        ],
        details: """
            Every invoice becomes an order that is placed, paid and shipped; one that begins with C sends back what earlier
            ones sold. Nothing is left out: what the file cannot support is refused by the suite, with the reason. Playing the
            same file again changes nothing, whatever the dates: they stand in the events' time, which is no part of their
            content.

            Ends with the outcomes, what was refused or waits and why, and the equation of the order intake.
            Exit 0 when every event was answered and the equation holds.

            The token needs the scopes events:write and intake:read, and the source \(RetailShop.source):
              crm token create --data DIR --name retail --scope events:write,intake:read --source \(RetailShop.source)
            """
    ) { input in
        let limit = try input.integer("limit", default: .max)
        guard limit > 0 else { throw UsageError("--limit must be at least 1.") }
        let replay = try RetailReplay(
            path: input.arguments[0], limit: limit, keepsDates: input.flag("keep-dates"), door: try shopDoor(input),
            clock: SystemClock(), output: output)
        return try await replay.run() ? 0 : 1
    }

    static let generated = Command(
        "replay generated", "Play a believable day of a shop and check every answer.",
        options: [
            Command.Option("seed", "N", "Which day it is; the same seed is the same day. 1 when absent."),
            Command.Option("count", "ORDERS", "How many orders; 200 when absent."),
        ] + door,
        details: """
            Goods, customers, orders and all that becomes of them, through every way in: events out of order, sent twice,
            contradicting one another, and mistakes of every code that content can bring about (in the first
            \(GeneratedShop.ordersWithEverything) orders, and again by chance). The shop keeps its own books by the contract and compares
            every answer, and orders read back at the end, with them. Playing the same seed again changes nothing, and says so.

            Exit 0 when everything was as expected and the equation of the order intake holds.

            The token needs the scopes events:write, orders:write, orders:read and intake:read, and the source
            urn:shop:generated-N:
              crm token create --data DIR --name generated --scope events:write,orders:write,orders:read,intake:read \\
                --source 'urn:shop:generated-*'
            """
    ) { input in
        let count = try input.integer("count", default: 200)
        guard count > 0 else { throw UsageError("--count must be at least 1.") }
        guard let seed = UInt64(input["seed"] ?? "1") else { throw UsageError("--seed must be a whole number from 0 on.") }
        let replay = GeneratedReplay(
            seed: seed, count: count, door: try shopDoor(input), clock: SystemClock(), output: output)
        return try await replay.run() ? 0 : 1
    }

    private static func shopDoor(_ input: Command.Input) throws -> ShopDoor {
        guard let token = input["token"] ?? getenv("CRM_TOKEN").map({ String(cString: $0) }), !token.isEmpty else {
            throw UsageError("A token is needed: --token TOKEN, or the variable CRM_TOKEN. \"crm token create\" makes one.")
        }
        return try ShopDoor(address: input["to"] ?? "http://127.0.0.1:8080", token: token)
    }

    private static var output: ReplayOutput {
        ReplayOutput(isTerminal: Console.outputIsTerminal) { Console.print($0) }
    }
}
