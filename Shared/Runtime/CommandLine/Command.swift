import Core
import Glibc

/// A command of an executable: what it takes, what `--help` says of it, and what it does.
package struct Command: Sendable {
    /// `--name VALUE`, or a flag `--name` without a value.
    package struct Option: Sendable {
        let name: String
        let value: String?
        let summary: String

        /// `value` names the value in the help text; nil makes it a flag.
        package init(_ name: String, _ value: String?, _ summary: String) {
            self.name = name
            self.value = value
            self.summary = summary
        }
    }

    /// Words that choose it: `["token", "create"]`.
    let words: [String]
    let summary: String
    /// Names of the positional arguments, in order; all are required.
    let arguments: [String]
    let options: [Option]
    let details: String
    /// Returns the exit status.
    let run: @Sendable (_ input: Input) async throws -> Int32

    package init(
        _ words: String, _ summary: String, arguments: [String] = [], options: [Option] = [], details: String = "",
        run: @escaping @Sendable (_ input: Input) async throws -> Int32
    ) {
        self.words = words.split(separator: " ").map(String.init)
        self.summary = summary
        self.arguments = arguments
        self.options = options
        self.details = details
        self.run = run
    }

    /// What was typed, checked against the command's declaration.
    package struct Input: Sendable {
        package fileprivate(set) var arguments: [String] = []
        fileprivate var options: [String: String] = [:]

        package subscript(option: String) -> String? { options[option] }
        package func flag(_ option: String) -> Bool { options[option] != nil }

        /// The option as a whole number, or `standard` when it was not given.
        package func integer(_ option: String, default standard: Int) throws -> Int {
            guard let text = options[option] else { return standard }
            guard let number = Int(text) else { throw UsageError("--\(option) must be a whole number, not \"\(text)\".") }
            return number
        }

        package func required(_ option: String) throws -> String {
            guard let value = options[option] else { throw UsageError("--\(option) is missing.") }
            return value
        }
    }

    fileprivate func parse(_ words: ArraySlice<String>) throws -> Input {
        var input = Input()
        var rest = words
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word != "--" else {
                input.arguments.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = options.first(where: { $0.name == name }) else {
                throw UsageError("There is no option --\(name).")
            }
            if option.value == nil {
                input.options[name] = "true"
            } else if parts.count == 2 {
                input.options[name] = String(parts[1])
            } else if let value = rest.popFirst() {
                input.options[name] = value
            } else {
                throw UsageError("--\(name) needs a value.")
            }
        }
        guard input.arguments.count == arguments.count else {
            let wanted = arguments.isEmpty ? "no arguments" : arguments.joined(separator: " ")
            throw UsageError("This takes \(wanted).")
        }
        return input
    }

    fileprivate func help(program: String) -> String {
        let signature = ([program] + words + arguments + (options.isEmpty ? [] : ["[OPTIONS]"])).joined(separator: " ")
        var text = "\(summary)\n\nUsage: \(signature)\n"
        if !options.isEmpty {
            text += "\nOptions:\n"
            text += Self.table(options.map { ("--\($0.name)" + ($0.value.map { " \($0)" } ?? ""), $0.summary) })
        }
        return text + (details.isEmpty ? "" : "\n\(details)\n")
    }

    fileprivate static func table(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { "  " + $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 + "\n" }.joined()
    }
}

/// What was typed cannot be understood; printed with a hint at `--help`, exit status 2.
package struct UsageError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// An executable as a list of commands.
package struct CommandLineTool: Sendable {
    let name: String
    let summary: String
    let commands: [Command]

    package init(_ name: String, _ summary: String, commands: [Command]) {
        self.name = name
        self.summary = summary
        self.commands = commands
    }

    /// Runs what the words say. 0 is success, 1 a failure that was printed, 2 a mistake in the words.
    package func run(_ words: [String]) async -> Int32 {
        // A reader that went away is a failed write, and not the end.
        signal(SIGPIPE, SIG_IGN)
        let typed = words.prefix { !$0.hasPrefix("-") }
        let command =
            commands
            .filter { typed.starts(with: $0.words) }
            .max { $0.words.count < $1.words.count }
        guard let command else {
            let unknown = words.first.map { !$0.hasPrefix("-") && $0 != "help" } ?? false
            if unknown {
                Console.error("\(name): there is no command \"\(words[0])\".\n\n\(help)")
                return 2
            }
            Console.print(help)
            return words.isEmpty ? 2 : 0
        }
        if words.contains("--help") || words.contains("-h") {
            Console.print(command.help(program: name))
            return 0
        }
        do {
            return try await command.run(command.parse(words.dropFirst(command.words.count)))
        } catch let error as UsageError {
            Console.error("\(name): \(error)\nSee: \((["\(name)"] + command.words).joined(separator: " ")) --help\n")
            return 2
        } catch let problem as any Problem {
            Console.error("\(name): \(problem.detail)\n")
            return 1
        } catch {
            Console.error("\(name): \(error)\n")
            return 1
        }
    }

    private var help: String {
        "\(summary)\n\nUsage: \(name) COMMAND [OPTIONS]\n\nCommands:\n"
            + Command.table(commands.map { ($0.words.joined(separator: " "), $0.summary) })
            + "\n\"\(name) COMMAND --help\" explains one. \"\(name) settings\" lists the environment variables.\n"
    }
}
