import Core
import Glibc

/// A PostgreSQL of this run alone, in a new folder, as durable as one for real: fsync and synchronous_commit are on.
final class PostgresServer: Sendable {
    /// Without the database's name.
    let connection: String
    private let pid: pid_t
    private let input: Int32

    /// Runs as the user that owns the server: root must not. It ends when this process does, in whatever way.
    private static let script = """
        set -e
        trap '' INT HUP TERM
        bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
        folder=$(mktemp -d /tmp/relata-load-pg.XXXXXX)
        stop() { "$bin/pg_ctl" -D "$folder/data" -m immediate stop >"$folder/stop.log" 2>&1 || true; rm -rf "$folder"; }
        if ! "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C >"$folder/log" 2>&1 ||
           ! "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-k $folder -c listen_addresses='' -c fsync=on \\
             -c synchronous_commit=on -c max_connections=300 -c shared_buffers=256MB -c max_wal_size=4GB" start >>"$folder/log" 2>&1
        then tail -n 20 "$folder/log"; stop; exit 1; fi
        echo "ready $folder"
        cat >"$folder/input" || true
        stop
        """

    init() throws {
        var (input, output): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard pipe(&input) == 0, pipe(&output) == 0 else { throw Refusal(.failed, "pipe", "There is no pipe to be had.") }
        for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let command = geteuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--", "/bin/sh"] : ["/bin/sh"]
        var argv = (command + ["-c", Self.script]).map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        var shell = pid_t()
        let code = posix_spawn(&shell, command[0], &actions, nil, &argv, environ)
        close(input[0])
        close(output[1])
        defer { close(output[0]) }
        guard code == 0 else { throw Refusal(.failed, "postgres", "\(command[0]) cannot be started.") }
        var said: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while said.last != UInt8(ascii: "\n") || !said.starts(with: "ready ".utf8) {
            let count = read(output[0], &buffer, buffer.count)
            guard count > 0 else { break }
            said += buffer.prefix(count)
        }
        let text = String(decoding: said, as: UTF8.self)
        guard text.hasPrefix("ready ") else {
            throw Refusal(.failed, "postgres", "PostgreSQL did not start; is the package postgresql installed? \(text)")
        }
        self.input = input[1]
        let folder = text.dropFirst(6).filter { $0 != "\n" }
        connection = "host=\(folder) user=postgres"
        let lock = String(decoding: try File.read("\(folder)/data/postmaster.pid"), as: UTF8.self)
        pid = lock.split(separator: "\n").first.flatMap { pid_t($0) } ?? 0
    }

    /// Seconds of processor time of the server's processes.
    var processorSeconds: Double { ProcessorTime.seconds(ofTree: pid) }

    deinit { close(input) }
}
