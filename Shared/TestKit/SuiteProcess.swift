import Glibc
import Synchronization

/// One of the built executables running as a process of its own. What it says is kept in files of its folder; it ends with the
/// process of the tests at the latest, however that ends.
package final class SuiteProcess: Sendable {
    package enum Ending: Sendable, Hashable {
        case exited(Int32)
        case killed(Int32)
    }

    package struct Outcome: Sendable {
        package let ending: Ending
        package let output: String
        package let errors: String
    }

    package let name: String
    private let pid: pid_t
    private let outputPath: String
    private let errorPath: String
    private let ended = Mutex<Ending?>(nil)

    /// Starts `executable` of the folder in which the tests were built, with `environment` over that of the tests without its
    /// settings. `wrapper` is a command that starts it in its stead, as `setpriv` does.
    package convenience init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], wrapper: [String] = []
    ) throws {
        try self.init(
            executable, wrapper + [try SuiteProcesses.path(of: executable)] + arguments, environment)
    }

    /// A program of the system.
    package static func tool(_ program: String, _ arguments: [String]) throws -> SuiteProcess {
        try SuiteProcess(program, [program] + arguments, [:])
    }

    private init(_ name: String, _ command: [String], _ environment: [String: String]) throws {
        self.name = name
        let stem = try SuiteProcesses.newPath(name)
        (outputPath, errorPath) = (stem + ".out", stem + ".err")
        pid = try SuiteProcesses.spawn(command, environment: environment, output: outputPath, errors: errorPath)
    }

    /// Runs it to its end.
    package static func run(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], within seconds: Double = 60
    ) async throws -> Outcome {
        let process = try SuiteProcess(executable, arguments, environment: environment)
        let ending = try await process.ending(within: seconds)
        return Outcome(ending: ending, output: process.output, errors: process.errors)
    }

    package var output: String { SuiteProcesses.contents(of: outputPath) }
    package var errors: String { SuiteProcesses.contents(of: errorPath) }

    /// How it ended; nil while it runs.
    package var ending: Ending? {
        ended.withLock { ended in
            var status: Int32 = 0
            if ended == nil, waitpid(pid, &status, WNOHANG) == pid {
                ended = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(status & 0x7f)
            }
            return ended
        }
    }

    /// Waits until it listens and gives its address. Throws what it said when it ended instead.
    package func address(within seconds: Double = 60) async throws -> String {
        var address: String?
        try await eventually("\(name) listens", within: seconds) {
            guard ending == nil else { throw TestSetupError("\(name) ended: \(ending.map { "\($0)" } ?? ""): \(errors)") }
            address = output.split(separator: "\n").first { $0.contains(" listens on ") }?.split(separator: " ").last.map(
                String.init)
            return address != nil
        }
        return address ?? ""
    }

    package func ending(within seconds: Double) async throws -> Ending {
        try await eventually("\(name) ends", within: seconds) { ending != nil }
        return ending ?? .exited(-1)
    }

    package func signal(_ number: Int32) {
        guard ending == nil else { return }
        Glibc.kill(pid, number)
    }

    /// SIGKILL, as a power cut; returns when it is gone.
    package func kill() async throws {
        signal(SIGKILL)
        _ = try await ending(within: 20)
    }

    /// SIGTERM; it must end within 10 s.
    package func stop() async throws -> Ending {
        signal(SIGTERM)
        return try await ending(within: 10)
    }

    deinit { signal(SIGKILL) }
}
