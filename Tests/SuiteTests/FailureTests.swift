import Core
import Glibc
import HTTP
import JSON
import TestKit
import Testing

extension SuiteStories {
    /// What an operator sees when something is missing: a sentence that says what to do, at the start or in the readiness.
    @Suite(.serialized) struct FailureTests {
        @Test(
            arguments: [
                (["CRM_LISTEN": "nonsense"], "The setting CRM_LISTEN must be host:port, not \"nonsense\"."),
                (["CRM_DRAIN_SECONDS": "soon"], "The setting CRM_DRAIN_SECONDS must be a whole number."),
                (["CRM_NONSENSE": "1"], "The setting CRM_NONSENSE must be one of those that the command \"settings\" lists."),
                (["CRM_LOG_LEVEL": "loud"], "The setting CRM_LOG_LEVEL must be debug, info, notice, warning or error."),
                (["CRM_MAIL_FROM": "nobody"], "The setting CRM_MAIL_FROM must be a mail address, not \"nobody\"."),
                (["CRM_SMTP_HOST": "localhost", "CRM_SMTP_SECURITY": "ssl"], "CRM_SMTP_SECURITY must be none, starttls or tls."),
                (["CRM_TLS_KEY": "/nowhere.pem"], "CRM_TLS_CERTIFICATE must be given together with CRM_TLS_KEY."),
                (
                    ["CRM_TLS_KEY": "/nowhere.pem", "CRM_TLS_CERTIFICATE": "/nowhere.pem"],
                    "The certificate /nowhere.pem cannot be read as PEM: no such file or no permission."
                ),
                (["CRM_DATABASE_URL": "host=127.0.0.1 port=1 user=x dbname=y"], "or correct CRM_DATABASE_URL."),
                (["CRM_KAFKA": "127.0.0.1:1"], "Kafka at 127.0.0.1:1 does not answer: "),
                (["CRM_DATA": "/proc/nowhere/data"], "The data folder /proc/nowhere/data cannot be made: No such file"),
                (["CRM_DATA": ""], "Nothing says where to keep the data: give --data DIR (or CRM_DATA), or CRM_DATABASE_URL"),
                (["CRM_SETTINGS": "/nowhere"], "CRM_SETTINGS must be a file that can be read: /nowhere."),
            ])
        func `refuses to start with a sentence that says what to do`(settings: [String: String], sentence: String) async throws {
            try await refuses(try serve(settings), sentence)
        }

        @Test func `refuses a port that is taken`() async throws {
            let other = try SMTPSink()
            try await refuses(
                try serve(["CRM_LISTEN": "127.0.0.1:\(other.port)"]),
                "Port \(other.port) of 127.0.0.1 is taken by another process; stop it or choose another port.")
            other.stop()
        }

        @Test func `refuses a data folder that cannot be written`() async throws {
            let folder = try SuiteProcesses.newPath("read-only")
            mkdir(folder, 0o555)
            // The superuser may write everywhere, unless without that capability.
            let wrapper =
                geteuid() == 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] : []
            let process = try SuiteProcess(
                "crm", ["serve", "--data", folder, "--listen", "127.0.0.1:0"], wrapper: wrapper)
            try await refuses(
                process,
                "The data folder \(folder) cannot be written: Permission denied. Give this user the right to, or choose another")
        }

        @Test func `refuses a database that is not there`() async throws {
            let url = try await SuiteDatabases.create().replacing("dbname=", with: "dbname=no_")
            try await refuses(try serve(["CRM_DATABASE_URL": url]), "does not exist")
        }

        @Test func `a full disk is told, keeps nothing, and is over when there is space again`() async throws {
            let folder = try SuiteProcesses.newPath("small")
            mkdir(folder, 0o700)
            let mount = try SuiteProcess.tool("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder])
            guard try await mount.ending(within: 10) == .exited(0) else {
                print("A full disk is not tried: no file system can be mounted here.")
                return
            }
            let data = folder + "/data"
            let process = try serve(["CRM_DATA": data])
            do {
                let client = SuiteClient(address: try await process.address(), token: try await token(data))
                let shop = LanternShop(source: "urn:shop:full")
                #expect(try await client.send(shop.newLamp("A")).status == 202)
                let filler = try #require(fopen(folder + "/filler", "w"))
                let block = [UInt8](repeating: 0, count: 65_536)
                while fwrite(block, 1, block.count, filler) == block.count {}
                fclose(filler)
                try await notReady(client, "free space where the data directory is")
                let refused = try await client.send(shop.newLamp("B"))
                #expect(refused.status == 503)
                #expect(refused.json["code"]?.string == "storage")
                unlink(folder + "/filler")
                try await ready(client)
                #expect(try await client.send(shop.newLamp("B")).status == 202)
                #expect(try await client.counts()["accepted"] == 2)
                #expect(try await process.stop() == .exited(0))
            } catch {
                Issue.record("\(error)\n\(process.errors.suffix(2000))")
            }
            try await process.kill()
            _ = try await SuiteProcess.tool("umount", [folder]).ending(within: 10)
        }

        @Test func `readiness tells when the database goes and when it is back`() async throws {
            let url = try await SuiteDatabases.create()
            let name = String(url.split(separator: "=").last ?? "")
            let process = try serve(["CRM_DATABASE_URL": url])
            do {
                let client = SuiteClient(address: try await process.address())
                try await ready(client)
                let cluster = try PostgresCluster.shared.connectionString
                try await SuiteDatabases.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS false", on: cluster)
                try await SuiteDatabases.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'", on: cluster)
                try await notReady(client, "orders.database")
                #expect(try await client.request(.get, "/health/live").status == 200)
                try await SuiteDatabases.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS true", on: cluster)
                try await ready(client)
                #expect(try await process.stop() == .exited(0))
            } catch {
                Issue.record("\(error)\n\(process.errors.suffix(2000))")
            }
            try await process.kill()
        }

        @Test func `readiness tells when the broker goes and when it is back, and orders are taken all the while`() async throws {
            let mock = SuiteTopics.mock()
            let data = try SuiteProcesses.newPath("data")
            let process = try serve(mock.settings.environment.merging(["CRM_DATA": data]) { $1 })
            do {
                let client = SuiteClient(address: try await process.address(), token: try await token(data))
                try await ready(client)
                mock.setBroker(1, up: false)
                try await notReady(client, "Start it, or correct its address.")
                #expect(try await client.send(LanternShop(source: "urn:shop:cut").newLamp("A")).status == 202)
                mock.setBroker(1, up: true)
                try await ready(client)
                #expect(try await process.stop() == .exited(0))
            } catch {
                Issue.record("\(error)\n\(process.errors.suffix(2000))")
            }
            try await process.kill()
        }

        // MARK: Doing

        private func serve(_ settings: [String: String]) throws -> SuiteProcess {
            var values = ["CRM_LISTEN": "127.0.0.1:0"]
            values["CRM_DATA"] = try SuiteProcesses.newPath("data")
            return try SuiteProcess("crm", ["serve"], environment: values.merging(settings) { $1 })
        }

        private func token(_ data: String) async throws -> String {
            let made = try await SuiteProcess.run(
                "crm", ["token", "create", "--data", data, "--name", "t", "--scope", "*", "--source", "*"])
            return String(made.output.dropLast())
        }

        private func refuses(_ process: SuiteProcess, _ sentence: String) async throws {
            #expect(try await process.ending(within: 30) == .exited(1))
            let last = process.errors.split(separator: "\n").last ?? ""
            #expect(last.hasPrefix("crm: ") && last.contains(sentence), "\(process.errors)")
            #expect(process.output == "")
        }

        private func ready(_ client: SuiteClient) async throws {
            try await eventually("it is ready", within: 60) {
                try await client.request(.get, "/health/ready").status == 200
            }
        }

        private func notReady(_ client: SuiteClient, _ sentence: String) async throws {
            var said = ""
            try await eventually("it is not ready", within: 60) {
                let answer = try await client.request(.get, "/health/ready")
                said = answer.text
                return answer.status == 503
            }
            #expect(said.contains(sentence))
        }
    }
}
