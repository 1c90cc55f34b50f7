import Glibc
import TestKit
import Testing

extension SuiteStories {
    /// With a real browser, as only that knows what browsers do with passkeys.
    @Suite(.serialized) struct PasskeyBrowserTests {
        /// Says once why there is none.
        static let hasBrowser: Bool = {
            if access("/usr/bin/chromium", X_OK) == 0, access("/usr/bin/python3", X_OK) == 0 { return true }
            print("The test of passkeys in a real browser is skipped: it needs the Debian packages chromium and python3.")
            return false
        }()

        @Test(.enabled(if: hasBrowser)) func `a person adds a passkey in a real browser and signs in by it`() async throws {
            let suite = try await SuiteArrangement.start(.embeddedWithMailFiles)
            do {
                let password = SuiteProcesses.contents(of: suite.dataFolder + "/admin-password").filter { $0 != "\n" }
                // Browsers allow no passkeys at an address that is a number.
                let address = suite.addresses[0].replacing("127.0.0.1", with: "localhost")
                // A password may begin with a dash.
                let script = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
                let person = try SuiteProcess.tool(
                    "python3", ["/\(script)/Browser/passkeys.py", "--", address, "admin", password])
                let ending = try await person.ending(within: 120)
                #expect(ending == .exited(0), "\(person.output)\(person.errors)")
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }
    }
}
