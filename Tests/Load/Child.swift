import Core
import Glibc

/// A program that was started for a measurement; what it says goes into a file.
final class Child: Sendable {
    let pid: pid_t
    private let name: String
    private let log: String

    /// `environment` is added to ours, without any setting of the suite.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:], in folder: String) throws {
        name = String(program.split(separator: "/").last ?? "")
        log = "\(folder)/\(name)-\(monotonicMicroseconds()).log"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        var environ = (Self.inherited() + environment.map { "\($0.key)=\($0.value)" }).map { strdup($0) } + [nil]
        defer { for text in argv + environ { free(text) } }
        var child = pid_t()
        let code = posix_spawnp(&child, program, &actions, nil, &argv, &environ)
        guard code == 0 else {
            throw Refusal(.failed, "spawn", "\(program) cannot be started: \(String(cString: strerror(code))).")
        }
        pid = child
    }

    /// Runs it to its end; throws what it said when that is no success.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], in folder: String, seconds: Double
    ) async throws -> String {
        let child = try Child(program, arguments, environment: environment, in: folder)
        guard try await child.end(within: seconds) == 0 else {
            throw Refusal(.failed, "program", "\(child.name) failed: \(child.output)")
        }
        return child.output
    }

    var output: String { String(decoding: (try? File.read(log)) ?? [], as: UTF8.self) }

    /// The exit status; 128 and the signal where one ended it.
    func end(within seconds: Double) async throws -> Int32 {
        let deadline = monotonicMicroseconds() + Int64(seconds * 1_000_000)
        while monotonicMicroseconds() < deadline {
            if let status { return status }
            try await Task.sleep(for: .milliseconds(5))
        }
        kill(pid, SIGKILL)
        throw Refusal(.failed, "timeout", "\(name) did not end within \(Int(seconds)) s: \(output.suffix(2000))")
    }

    private var status: Int32? {
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }

    /// SIGTERM, and SIGKILL to whoever does not listen.
    func stop() async {
        kill(pid, SIGTERM)
        _ = try? await end(within: 15)
    }

    /// Polls until `path` answers 200.
    func becomesReady(port: Int, _ path: String = "/health/ready", within seconds: Double = 30) async throws {
        let deadline = monotonicMicroseconds() + Int64(seconds * 1_000_000)
        while monotonicMicroseconds() < deadline {
            if PlainRequest.status(port: port, path) == 200 { return }
            if let status { throw Refusal(.failed, "program", "\(name) ended with \(status): \(output)") }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw Refusal(.failed, "timeout", "\(name) was not ready within \(Int(seconds)) s: \(output.suffix(2000))")
    }

    /// Seconds of processor time that it and its children have used.
    var processorSeconds: Double { ProcessorTime.seconds(ofTree: pid) }

    /// Megabytes of a line of its status: `VmRSS`, or `VmHWM` for the most that it ever was.
    func megabytes(_ line: String) -> Double {
        let text = String(decoding: (try? File.read("/proc/\(pid)/status")) ?? [], as: UTF8.self)
        let found = text.split(separator: "\n").first { $0.hasPrefix(line + ":") }?.split(whereSeparator: \.isWhitespace)
        return (found.flatMap { $0.count > 1 ? Double($0[1]) : nil } ?? 0) / 1024
    }

    private static func inherited() -> [String] {
        var entries: [String] = []
        var next = environ
        while let entry = next.pointee {
            entries.append(String(cString: entry))
            next += 1
        }
        return entries.filter { !$0.hasPrefix("CRM_") }
    }
}
