import Glibc
import HTTP
import TestKit
import Testing

extension SuiteStories {
    /// Starting side by side, and certificates.
    @Suite(.serialized) struct StartTests {
        @Test func `processes that start at once on a fresh database make it once`() async throws {
            let url = try await SuiteDatabases.create()
            let folder = try SuiteProcesses.newPath("data")
            let processes = try (0..<4).map { _ in
                try SuiteProcess(
                    "crm", ["serve", "--listen", "127.0.0.1:0"],
                    environment: ["CRM_DATABASE_URL": url, "CRM_DATA": folder, "CRM_DATABASE_CONNECTIONS": "2"])
            }
            for process in processes {
                let client = SuiteClient(address: try await process.address())
                try await eventually("it is ready") { try await client.request(.get, "/health/ready").status == 200 }
            }
            let made = processes.map { $0.errors.split(separator: "\n").count { $0.contains("Made the administrator") } }
            #expect(made.reduce(0, +) == 1)
            let password = SuiteProcesses.contents(of: folder + "/admin-password").filter { $0 != "\n" }
            for process in processes {
                let signedIn = try await SuiteClient(address: try await process.address()).request(
                    .post, "/signin", [("Content-Type", "application/x-www-form-urlencoded")],
                    body: Array("login=admin&password=\(password)".utf8))
                #expect(signedIn.status == 303)
            }
            for process in processes { #expect(try await process.stop() == .exited(0)) }
        }

        @Test func `serves by certificate files and reads them again on SIGHUP`() async throws {
            let folder = try SuiteProcesses.newPath("tls")
            mkdir(folder, 0o700)
            let (first, second) = (folder + "/first", folder + "/second")
            for name in [first, second] { try await makeCertificate(name) }
            let (certificate, key) = (folder + "/certificate.pem", folder + "/key.pem")
            try copy(first + ".pem", certificate)
            try copy(first + ".key", key)
            let process = try SuiteProcess(
                "crm", ["serve", "--data", folder + "/data", "--listen", "127.0.0.1:0"],
                environment: ["CRM_TLS_CERTIFICATE": certificate, "CRM_TLS_KEY": key])
            let address = try await process.address()
            #expect(address.hasPrefix("https://127.0.0.1:"))
            #expect(try await status(address, trusting: first) == 200)
            #expect(try await status(address, trusting: second) == nil)

            try copy(second + ".pem", certificate)
            try copy(second + ".key", key)
            process.signal(SIGHUP)
            try await eventually("the new certificate is shown") { try await status(address, trusting: second) == 200 }
            #expect(try await status(address, trusting: first) == nil)

            // Half of a pair is no pair: what was there goes on.
            try copy(first + ".key", key)
            process.signal(SIGHUP)
            try await eventually("it says so") { process.errors.contains("the old ones stay") }
            #expect(try await status(address, trusting: second) == 200)
            #expect(try await process.stop() == .exited(0))
        }

        /// Nil when the certificate is not trusted.
        private func status(_ address: String, trusting name: String) async throws -> Int? {
            do {
                return try await WebClient(userAgent: "relata-tests", caFile: name + ".pem").send(.get, address + "/health/live")
                    .status
            } catch let error as WebError where error.kind == .untrusted {
                return nil
            }
        }

        private func makeCertificate(_ name: String) async throws {
            let made = try SuiteProcess.tool(
                "openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=relata-test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", name + ".key", "-out",
                    name + ".pem",
                ])
            guard try await made.ending(within: 30) == .exited(0) else { throw TestSetupError("openssl: \(made.errors)") }
        }

        private func copy(_ from: String, _ to: String) throws {
            guard let file = fopen(to, "we") else { throw TestSetupError("\(to) cannot be written") }
            defer { fclose(file) }
            fputs(SuiteProcesses.contents(of: from), file)
        }
    }
}
