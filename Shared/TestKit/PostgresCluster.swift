import Glibc

/// The PostgreSQL server of this test process: its own, made on first use in a new directory, reached by a socket in it and
/// nothing else, and gone when the process ends in whatever way.
///
/// `CRM_TEST_POSTGRES` names a server to use instead; there the schemas of the tests stay behind.
package struct PostgresCluster: Sendable {
    package let connectionString: String

    /// Starts the server on first use. Throws when there is no PostgreSQL.
    package static var shared: PostgresCluster {
        get throws { try started.get() }
    }

    private static let started = Result<PostgresCluster, TestSetupError> { () throws(TestSetupError) in try start() }

    /// Runs as the user that owns the server: root must not. When standard input ends, because this process did, all is removed.
    private static let script = """
        set -e
        trap '' INT HUP TERM
        directory=$(mktemp -d /tmp/relata-pg.XXXXXX)
        stop() { "$1/pg_ctl" -D "$directory/data" -m immediate stop >"$directory/stop.log" 2>&1 || true; rm -rf "$directory"; }
        if ! "$1/initdb" -D "$directory/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$directory/log" 2>&1 ||
           ! "$1/pg_ctl" -D "$directory/data" -w -l "$directory/log" -o "-k $directory -c listen_addresses='' -c fsync=off \\
             -c full_page_writes=off -c max_connections=1500 -c shared_buffers=64MB -c max_wal_size=512MB" start >>"$directory/log" 2>&1
        then tail -n 20 "$directory/log"; stop "$1"; exit 1; fi
        echo "ready $directory"
        cat >"$directory/input" || true
        stop "$1"
        """

    private static func start() throws(TestSetupError) -> PostgresCluster {
        if let given = getenv("CRM_TEST_POSTGRES") { return PostgresCluster(connectionString: String(cString: given)) }
        let output = try run(["-c", script, "sh", try binaries()])
        guard let line = output.split(separator: "\n").last, line.hasPrefix("ready ") else {
            throw TestSetupError("PostgreSQL did not start: \(output)")
        }
        return PostgresCluster(connectionString: "host=\(line.dropFirst(6)) user=postgres dbname=postgres")
    }

    /// The newest version of the distribution.
    private static func binaries() throws(TestSetupError) -> String {
        let base = "/usr/lib/postgresql"
        var versions: [Int] = []
        if let entries = opendir(base) {
            while let entry = readdir(entries) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                if let version = Int(name), access("\(base)/\(name)/bin/initdb", X_OK) == 0 { versions.append(version) }
            }
            closedir(entries)
        }
        guard let newest = versions.max() else {
            throw TestSetupError(
                "PostgreSQL is not installed: nothing in \(base)/*/bin. Install postgresql, or name a server in CRM_TEST_POSTGRES."
            )
        }
        return "\(base)/\(newest)/bin"
    }

    /// Starts a shell and reads what it says until its first line is whole or it ends. Its standard input stays open as long as
    /// this process lives, and no other child inherits it.
    private static func run(_ arguments: [String]) throws(TestSetupError) -> String {
        var input: [Int32] = [0, 0]
        var output: [Int32] = [0, 0]
        guard openPipe(&input), openPipe(&output) else {
            throw TestSetupError("no pipe: \(String(cString: strerror(errno)))")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let command = geteuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--", "/bin/sh"] : ["/bin/sh"]
        var argv = (command + arguments).map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        var pid = pid_t()
        let code = posix_spawn(&pid, command[0], &actions, nil, &argv, environ)
        close(input[0])
        close(output[1])
        guard code == 0 else { throw TestSetupError("\(command[0]) cannot be started: \(String(cString: strerror(code)))") }
        var said: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output[0], &buffer, buffer.count)
            guard count > 0 else { break }
            said += buffer.prefix(count)
            if said.starts(with: "ready ".utf8), said.last == UInt8(ascii: "\n") { break }
        }
        return String(decoding: said, as: UTF8.self)
    }

    /// Both ends are closed in children that are not given them.
    private static func openPipe(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        // fcntl is variadic in C and has overloads in Glibc.
        return ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
    }
}
