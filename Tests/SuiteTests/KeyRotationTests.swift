import Core
import Crypto
import Observability
import Runtime
import ServiceKit
import Synchronization
import TestKit
import Testing

extension SuiteStories {
    /// Internal keys are changed while gateway and services run.
    @Suite struct KeyRotationTests {
        private let caller = Caller(kind: .token, subject: "s", name: "shop", scopes: ["orders:read"])
        private let clock = ManualClock()

        private final class Errors: LogSink {
            let count = Atomic(0)

            func write(_ record: LogRecord) {
                if record.level == .error { count.add(1, ordering: .relaxed) }
            }
        }

        private func keys(_ folder: String, gateway: Bool, logger: Logger = .silent) throws -> InternalKeys {
            var settings = Settings()
            settings[gateway ? RuntimeSettings.internalKey : RuntimeSettings.internalPublicKey] =
                folder + (gateway ? "/internal.key" : "/internal.pub")
            return try InternalKeys(settings, split: true, gateway: gateway, logger: logger)
        }

        @Test func `a rotation refuses no token on the way and ends a key with the next but one`() async throws {
            let folder = try SuiteProcesses.newPath("keys")
            try InternalKeys.create(in: folder)
            let (gateway, service) = (try keys(folder, gateway: true), try keys(folder, gateway: false))
            let verifier = InternalTokenVerifier(service: "orders", keys: { service.verifying }, clock: clock)
            // An issuer keeps a token of a caller for a while, so each question comes from a fresh one.
            func token() -> String {
                InternalTokenIssuer(key: { gateway.signing }, clock: clock).token(for: caller, service: "orders")
            }
            let first = gateway.signing.keyID
            let old = token()
            #expect(try verifier.caller(of: old) == caller)
            try await InternalKeys.rotate(in: folder) {
                try await eventually("the service knows both") { service.verifying.count == 2 }
                #expect(gateway.signing.keyID == first)
                #expect(try verifier.caller(of: token()) == caller)
            }
            try await eventually("the gateway signs with the new key") { gateway.signing.keyID != first }
            #expect(try verifier.caller(of: token()) == caller)
            #expect(service.verifying.contains { $0.keyID == first })
            try await InternalKeys.rotate(in: folder) {
                try await eventually("the first key is gone") { !service.verifying.contains { $0.keyID == first } }
            }
            let fresh = InternalTokenVerifier(service: "orders", keys: { service.verifying }, clock: clock)
            #expect(throws: Refusal.self) { try fresh.caller(of: old) }
            #expect(try fresh.caller(of: token()) == caller)
        }

        @Test func `a file that cannot be read leaves the old key, and stops a start`() async throws {
            let folder = try SuiteProcesses.newPath("keys")
            try InternalKeys.create(in: folder)
            let errors = Errors()
            let service = try keys(folder, gateway: false, logger: Logger(label: "keys", sink: errors))
            let before = service.verifying
            try WholeFile.write(Array("no key\n".utf8), to: folder + "/internal.pub")
            #expect(throws: SettingError.self) { try self.keys(folder, gateway: false) }
            try await eventually("it is said that the file cannot be read") {
                #expect(service.verifying == before)
                return errors.count.load(ordering: .relaxed) > 0
            }
        }
    }
}
