import Core
import Crypto
import Glibc
import Runtime

enum KeyCommands {
    private static let owner = Command.Option("owner", "UID", "Give the files to this user.")

    static let create = Command(
        "keys create", "Make the secrets that separate processes share: internal keys and, where asked, a database password.",
        options: [
            Command.Option("dir", "DIR", "Folder to write internal.key and internal.pub into."),
            Command.Option(
                "postgres-host", "HOST",
                "Also make database-password and database-url, for user and database relata on this host."),
            Command.Option("keep", nil, "Change nothing when the folder has keys already."),
            owner,
        ]
    ) { input in
        let folder = try input.required("dir")
        var files = ["internal.key", "internal.pub"]
        if access(folder + "/internal.key", F_OK) == 0 {
            guard input.flag("keep") else { throw UsageError("\(folder) has keys already; --keep leaves them as they are.") }
            Console.print("The keys are there already.\n")
            return 0
        }
        if let host = input["postgres-host"] {
            try DataFolder.prepare(folder)
            let password = SecureRandom.token(bytes: 24)
            // The database's own user reads the password; the folder is shared with nobody else.
            try WholeFile.write(Array(password.utf8), to: folder + "/database-password", readableByAll: true)
            try WholeFile.write(
                Array("postgres://relata:\(password)@\(host)/relata".utf8), to: folder + "/database-url")
            files.append("database-url")
        }
        try InternalKeys.create(in: folder)
        try give(files, in: folder, to: input["owner"])
        Console.print("Made \(files.joined(separator: ", ")) in \(folder).\n")
        return 0
    }

    static let rotate = Command(
        "keys rotate", "Change the internal keys while everything runs.",
        options: [
            Command.Option("dir", "DIR", "Folder that \"crm keys create\" wrote to."),
            Command.Option(
                "wait", "SECONDS",
                "How long the services' file may take to reach them all before the gateway's changes; 5 unless said."),
            owner,
        ]
    ) { input in
        let folder = try input.required("dir")
        guard let seconds = Int(input["wait"] ?? "5"), (2...86_400).contains(seconds) else {
            throw UsageError("--wait must be 2 to 86400 seconds.")
        }
        try await InternalKeys.rotate(in: folder) {
            try give(["internal.pub"], in: folder, to: input["owner"])
            Console.print("The services' file has both keys. In \(seconds) s the gateway's has the new one.\n")
            try await Task.sleep(for: .seconds(seconds))
        }
        try give(["internal.key"], in: folder, to: input["owner"])
        Console.print("Changed. Tokens of the old key stay good until the next rotation; rotate twice to end them.\n")
        return 0
    }

    private static func give(_ files: [String], in folder: String, to owner: String?) throws {
        guard let owner else { return }
        guard let number = UInt32(owner) else { throw UsageError("--owner must be a user's number.") }
        chmod(folder, 0o755)
        for file in files where chown("\(folder)/\(file)", number, number) != 0 {
            throw Refusal(
                .failed, "chown", "\(folder)/\(file) cannot be given to \(number): \(String(cString: strerror(errno))).")
        }
    }
}
