import Contacts
import Core
import Crypto
import Database
import Runtime

/// The operator's commands for contacts.
enum ContactsCommands {
    static let rebuildTimeline = Command(
        "contacts rebuild-timeline", "Make the customers' histories anew from the log; works beside a running server.",
        options: [
            ServeCommands.folderOptions[0],
            Command.Option("check", nil, "Compare the bytes of all histories before and after; exit 1 when they differ."),
        ],
        details: """
            The log of all that contacts was told is never changed; the histories follow from it. A history that is what the log
            says is left alone, any other is written anew. Without --data, the database of the settings is taken.
            """
    ) { input in
        let database = try await OperatorDatabase.open(ContactsModule.self, input)
        let startedAt = monotonicMicroseconds()
        let before = input.flag("check") ? try await digest(database) : nil
        let report = try await RebuildTimeline(database: database) { report in
            if Console.errorIsTerminal { Console.error("\r\u{1b}[K\(report.accounts) accounts") }
        }
        if Console.errorIsTerminal { Console.error("\r\u{1b}[K") }
        let seconds = Double((monotonicMicroseconds() - startedAt) / 1000) / 1000
        Console.print(
            """
            \(report.entries) entries of \(report.accounts) accounts in \(seconds) s: \(report.repaired) histories were written \
            anew, \(report.stray) entries of nobody removed.

            """)
        let after = input.flag("check") ? try await digest(database) : nil
        await database.close()
        guard let before, let after else { return 0 }
        guard before == after else {
            let reason =
                report.repaired == 0 && report.stray == 0
                ? "New entries came in meanwhile; stop the server to compare." : "They are now what the log says."
            Console.print("The bytes of the histories differ from before. \(reason)\n")
            return 1
        }
        Console.print("The bytes of all histories are the same as before: sha-256 \(hex(after)).\n")
        return 0
    }

    static let tellAccounts = Command(
        "contacts tell-accounts", "Tell the other services of every customer anew; works beside a running server.",
        options: [ServeCommands.folderOptions[0]],
        details: """
            For services that lost what they knew of customers, such as whose they are: after a database was taken back from an older
            copy, or an upgrade in which contacts went first. Each customer's version rises by one. Stopped, the server goes on
            with it. Without --data, the database of the settings is taken.
            """
    ) { input in
        let database = try await OperatorDatabase.open(ContactsModule.self, input)
        let clock = SystemClock()
        let refresh = RefreshAccounts(operating: database, clock: clock, ids: IdentifierSource(clock: clock))
        guard try await refresh.tellAll() else {
            Console.print("There are no customers.\n")
            await database.close()
            return 0
        }
        var told: [String: Int64] = [:]
        while try await !refresh(after: { place in
            told[place.name] = place.told
            if Console.errorIsTerminal { Console.error("\r\u{1b}[K\(place.told) told, \(place.left) to go") }
        }) {}
        if Console.errorIsTerminal { Console.error("\r\u{1b}[K") }
        Console.print("\(told.values.reduce(0, +)) customers are told anew; the server publishes it.\n")
        await database.close()
        return 0
    }

    /// Of every entry, each field after its length.
    private static func digest(_ database: any Database) async throws -> [UInt8] {
        try await database.read { tx in
            var digest = SHA256()
            try TimelineBytes().each(in: tx) { bytes in
                digest.update(withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Array($0) })
                digest.update(bytes)
            }
            return digest.finish()
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
