import Core
import Glibc
import Synchronization

/// What all processes of the suite that tests start have in common: the folder of the executables, a folder for what they
/// write, and a process group that is killed when the tests' process ends.
package enum SuiteProcesses {
    private static let counter = Atomic<Int>(0)

    /// Of an executable that was built with the tests.
    static func path(of executable: String) throws -> String {
        let real = realpath("/proc/self/exe", nil)
        defer { free(real) }
        let own = real.map { String(cString: $0) } ?? ""
        let path = own[..<(own.lastIndex(of: "/") ?? own.startIndex)] + "/" + executable
        guard access(String(path), X_OK) == 0 else {
            throw TestSetupError("\(path) is missing: build the executables with \"swift build\".")
        }
        return String(path)
    }

    /// A path that nothing has yet, removed with all that is in it when the tests end.
    package static func newPath(_ name: String) throws -> String {
        "\(try brood.get().folder)/\(counter.add(1, ordering: .relaxed).newValue)-\(name)"
    }

    package static func contents(of path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { all += buffer.prefix(count) }
        return String(decoding: all, as: UTF8.self)
    }

    /// Starts `command` in the group, with `environment` over ours without the suite's settings.
    static func spawn(
        _ command: [String], environment: [String: String], output: String, errors: String
    ) throws -> pid_t {
        var values: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee.map({ String(cString: $0) }) {
            entry += 1
            guard let equals = text.firstIndex(of: "="), !text.hasPrefix("CRM_") else { continue }
            values[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        values.merge(environment) { $1 }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        return try start(command, values.map { "\($0)=\($1)" }, &actions, group: try brood.get().leader)
    }

    // MARK: The group

    private static let brood = Result<(leader: pid_t, folder: String), TestSetupError> { () throws(TestSetupError) in
        try makeBrood()
    }

    /// The group's leader only waits, so that the group's number stays ours. A shell outside the group kills the group and
    /// removes the folder when its standard input, which only this process holds open, ends.
    private static func makeBrood() throws(TestSetupError) -> (leader: pid_t, folder: String) {
        var template = Array("/tmp/relata-suite.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw TestSetupError("no folder: \(String(cString: strerror(errno)))") }
        let folder = String(cString: made)
        chmod(folder, 0o755)
        var plain = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&plain)
        defer { posix_spawn_file_actions_destroy(&plain) }
        // Whoever reads what the tests say need not wait for these two.
        posix_spawn_file_actions_addopen(&plain, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&plain, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        let leader = try start(["/bin/sleep", "infinity"], ["PATH=/usr/bin:/bin"], &plain, group: 0)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw TestSetupError("no pipe: \(String(cString: strerror(errno)))")
        }
        posix_spawn_file_actions_adddup2(&plain, ends[0], STDIN_FILENO)
        let script = "trap '' INT HUP TERM; cat >/dev/null; kill -9 -\"$1\"; rm -rf -- \"$2\""
        _ = try start(["/bin/sh", "-c", script, "sh", "\(leader)", folder], ["PATH=/usr/bin:/bin"], &plain, group: 0)
        close(ends[0])
        return (leader, folder)
    }

    private static func start(
        _ command: [String], _ environment: [String], _ actions: inout posix_spawn_file_actions_t, group: pid_t
    ) throws(TestSetupError) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, group)
        var argv = command.map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid = pid_t()
        let code = posix_spawnp(&pid, command[0], &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw TestSetupError("\(command[0]) cannot be started: \(String(cString: strerror(code)))") }
        return pid
    }
}
