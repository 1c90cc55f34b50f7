import Core
import Runtime

/// The HTTP server and the gateway against nginx: one thread each on the first core, the load on the second.
struct WebMeasurement: Sendable {
    let plan: Plan
    let folder: String

    private struct Rate: Sendable {
        let perSecond: Double
        let slow: String
        /// Microseconds of the server's processor for each request.
        let processor: Double
    }

    /// A GET of a small JSON.
    func serve(into table: inout Table) async throws {
        let (ours, theirs) = (PlainRequest.freePort(), PlainRequest.freePort())
        let nginx = try nginx("server", "server { listen 127.0.0.1:\(theirs) reuseport; \(Self.answer) }", core: 0)
        let server = try pinned(0, plan.program("LoadMain"), ["json-server", "--port", String(ours)])
        try await compare("HTTP, GET of a small JSON", (server, ours), (nginx, theirs), path: "/v1/products", [], into: &table)
    }

    /// The same through the gateway, which looks at the token and counts its requests, and through nginx, which looks at nothing.
    func pass(into table: inout Table) async throws {
        let (ours, theirs, behind) = (PlainRequest.freePort(), PlainRequest.freePort(), PlainRequest.freePort())
        let upstream = try nginx("upstream", "server { listen 127.0.0.1:\(behind) reuseport; \(Self.answer) }", core: 1)
        let nginx = try nginx(
            "proxy",
            """
            upstream behind { server 127.0.0.1:\(behind); keepalive 64; keepalive_requests 100000000; }
            server { listen 127.0.0.1:\(theirs) reuseport;
              location / { proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection ""; } }
            """, core: 0)
        _ = try await Child.run(plan.program("crm"), ["keys", "create", "--dir", folder + "/keys"], in: folder, seconds: 30)
        let token = try await Child.run(
            plan.program("crm"),
            ["token", "create", "--data", folder + "/gateway", "--name", "load", "--scope", "orders:read"], in: folder,
            seconds: 30)
        let gateway = try pinned(
            0, plan.program("gateway"), ["serve"],
            [
                "CRM_DATA": folder + "/gateway", "CRM_LISTEN": "127.0.0.1:\(ours)", "CRM_LOOPS": "1",
                "CRM_GATEWAY_RATE": "1000000",
                "CRM_INTERNAL_KEY": folder + "/keys/internal.key", "CRM_PEERS": "orders=127.0.0.1:\(behind)",
            ])
        do {
            try await gateway.becomesReady(port: ours, "/health/live")
            try await compare(
                "gateway, GET through it", (gateway, ours), (nginx, theirs), path: "/v1/products",
                ["Authorization: Bearer \(token.filter { !$0.isWhitespace })"], into: &table)
            await upstream.stop()
        } catch {
            await upstream.stop()
            throw error
        }
    }

    /// In turn, so that what else the machine does meets both.
    private func compare(
        _ name: String, _ ours: (child: Child, port: Int), _ theirs: (child: Child, port: Int), path: String, _ fields: [String],
        into table: inout Table
    ) async throws {
        do {
            var rounds: [(suite: Rate, nginx: Rate, ratio: Double)] = []
            for child in [ours, theirs] { try await Self.waits(child.port, path) }
            for _ in 1...plan.rounds {
                let suite = try await wrk(ours, path, fields)
                let nginx = try await wrk(theirs, path, fields)
                rounds.append((suite, nginx, suite.perSecond / nginx.perSecond))
            }
            let typical = rounds.sorted { $0.ratio < $1.ratio }[rounds.count / 2]
            table.add(
                name, suite: Table.shown(typical.suite.perSecond) + " /s",
                reference: Table.shown(typical.nginx.perSecond) + " /s",
                value: typical.ratio, .atLeast(0.9))
            table.detail("p99", suite: typical.suite.slow, reference: typical.nginx.slow)
            table.detail(
                "processor a request", suite: Table.shown(typical.suite.processor, 1) + " µs",
                reference: Table.shown(typical.nginx.processor, 1) + " µs")
            table.note("\(name): ratios of all rounds \(rounds.map { Table.shown($0.ratio, 2) }.joined(separator: ", ")).")
            await ours.child.stop()
            await theirs.child.stop()
        } catch {
            await ours.child.stop()
            await theirs.child.stop()
            throw error
        }
    }

    /// Until somebody listens there, whatever is answered.
    private static func waits(_ port: Int, _ path: String) async throws {
        let deadline = monotonicMicroseconds() + 10_000_000
        while PlainRequest.status(port: port, path) == nil {
            guard monotonicMicroseconds() < deadline else { throw Refusal(.failed, "timeout", "Nobody listens on port \(port).") }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func wrk(_ server: (child: Child, port: Int), _ path: String, _ fields: [String]) async throws -> Rate {
        let words = ["-t1", "-c64", "-d\(plan.seconds)s", "--latency"] + fields.flatMap { ["-H", $0] }
        let child = try pinned(1, "wrk", words + ["http://127.0.0.1:\(server.port)\(path)"])
        let before = server.child.processorSeconds
        guard try await child.end(within: Double(plan.seconds) + 30) == 0 else {
            throw Refusal(.failed, "wrk", "wrk failed: \(child.output)")
        }
        let lines = child.output.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        guard let rate = lines.first(where: { $0.first == "Requests/sec:" })?.last.flatMap(Double.init), rate > 0,
            let slow = lines.first(where: { $0.first == "99%" })?.last, !child.output.contains("Non-2xx"),
            !child.output.contains("Socket errors")
        else { throw Refusal(.failed, "wrk", "wrk found errors: \(child.output)") }
        let used = (server.child.processorSeconds - before) * 1_000_000
        return Rate(perSecond: rate, slow: slow, processor: used / (rate * Double(plan.seconds)))
    }

    private func nginx(_ name: String, _ servers: String, core: Int) throws -> Child {
        let base = "\(folder)/\(name)"
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(base)-\($0);" }
        try File.write(
            """
            worker_processes 1; daemon off; pid \(base).pid; error_log \(base).err;
            events { worker_connections 4096; }
            http { access_log off; keepalive_requests 100000000; keepalive_timeout 60s; \(temporary.joined(separator: " "))
            \(servers) }

            """, to: base + ".conf")
        return try pinned(core, "nginx", ["-c", base + ".conf"])
    }

    /// On a machine with one core, all share it.
    private func pinned(
        _ core: Int, _ program: String, _ words: [String], _ environment: [String: String] = [:]
    ) throws -> Child {
        guard Machine.cores > 1 else { return try Child(program, words, environment: environment, in: folder) }
        return try Child("taskset", ["-c", String(core), program] + words, environment: environment, in: folder)
    }

    private static let answer = "default_type application/json; location / { return 200 '\(JSONServer.body)'; }"
}
