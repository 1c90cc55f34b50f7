import Core
package import EventsKafka
import Glibc
import Synchronization

/// Apache Kafka, one for the test process, from the `shared/kafka` folder beside the checkout; gone when the process ends.
/// `CRM_TEST_KAFKA` names one to use instead.
package enum RealKafka {
    /// Settings that keep tests short; brokers are told to allow them.
    package static let quick = [
        "session.timeout.ms": "2000", "heartbeat.interval.ms": "200", "fetch.wait.max.ms": "10", "reconnect.backoff.ms": "20",
        "reconnect.backoff.max.ms": "200", "retry.backoff.ms": "20",
    ]

    /// Whether there is one; says once why not.
    package static let isPresent: Bool = {
        if getenv("CRM_TEST_KAFKA") != nil { return true }
        let reason: String? =
            if access(script, X_OK) != 0 {
                "\(script) is missing"
            } else if access("/usr/bin/java", X_OK) != 0 {
                "Java is missing"
            } else {
                nil
            }
        if let reason { print("Tests against Apache Kafka are skipped: \(reason).") }
        return reason == nil
    }()

    private static let starting = Mutex<Task<String, any Error>?>(nil)

    /// Starts it on first use, in about 6 s.
    package static func settings() async throws -> KafkaSettings {
        let task = starting.withLock { starting in
            let task = starting ?? Task { try await start() }
            starting = task
            return task
        }
        return KafkaSettings(bootstrap: try await task.value, clientName: "test", extra: quick)
    }

    /// The path may lead over symbolic links.
    private static let script: String = {
        let file = #filePath
        let path = realpath(file, nil)
        defer { free(path) }
        let checkout = (path.map { String(cString: $0) } ?? file).split(separator: "/").dropLast(3)
        return "/" + checkout.dropLast().joined(separator: "/") + "/shared/kafka/bin/kafka-cluster"
    }()

    /// Its standard input stays open as long as this process lives; when that ends, so does the cluster.
    private static let command = """
        trap '' INT HUP TERM
        dir=$(mktemp -d /tmp/relata-kafka.XXXXXX)
        if "$SCRIPT" start --dir "$dir" --port "$PORT" --property group.min.session.timeout.ms=500 >"$OUT.part" 2>&1
        then echo ready >>"$OUT.part"; else echo failed >>"$OUT.part"; fi
        mv "$OUT.part" "$OUT"
        cat >/dev/null
        "$SCRIPT" kill --dir "$dir" 1 >/dev/null 2>&1
        rm -rf "$dir" "$OUT"
        """

    private static func start() async throws -> String {
        if let given = getenv("CRM_TEST_KAFKA") { return String(cString: given) }
        let port = try FreePorts.first(of: 3)
        let output = "/tmp/relata-kafka.\(getpid()).out"
        let environment = "SCRIPT='\(script)' PORT=\(port) OUT='\(output)'; "
        guard popen(environment + command, "we") != nil else { throw TestSetupError("no shell to start Kafka with") }
        try await eventually("Kafka starts or fails", within: 60) { access(output, R_OK) == 0 }
        let said = contents(of: output)
        guard said.hasSuffix("ready\n") else {
            // In one line, which summaries of a run show whole.
            throw TestSetupError("Kafka did not start: \(said.split(separator: "\n").joined(separator: " | "))")
        }
        return "127.0.0.1:\(port)"
    }

    private static func contents(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
