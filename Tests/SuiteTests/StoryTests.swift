import Crypto
import HTTP
import JSON
import TestKit
import Testing

extension SuiteStories {
    @Suite(.serialized) struct StoryTests {
        /// The whole way of orders through the suite, then everything again after a restart.
        @Test(arguments: SuiteArrangement.Kind.allCases)
        func `a shop's orders become orders, customers, history and mail`(kind: SuiteArrangement.Kind) async throws {
            let suite = try await SuiteArrangement.start(kind)
            do {
                let story = try await ShopStory(suite)
                try await story.sendDay()
                try await story.checkOrders()
                try await story.checkCustomers()
                try await story.checkMail()
                try await story.checkReceipts()
                try await story.checkNewProducts()
                try await story.checkPublicPages()
                try await story.checkSignIn()
                let before = try await story.settledPicture()

                let endings = try await suite.stop()
                #expect(endings.filter { $0.value != .exited(0) } == [:])
                for name in suite.processNames { try suite.launch(name) }
                try await suite.ready()
                let after = try await story.picture()
                #expect(after.filter { !before.contains($0) } == before.filter { !after.contains($0) })
                #expect(after == before)
                #expect(try await story.resend() == before)
                try await story.checkMail()
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }

        @Test(arguments: [SuiteArrangement.Kind.embedded, .split])
        func `a generated day is answered as expected, and played again changes nothing`(
            kind: SuiteArrangement.Kind
        ) async throws {
            let suite = try await SuiteArrangement.start(kind)
            do {
                let token = try await suite.token(
                    "events:write,orders:write,orders:read,intake:read", source: "urn:shop:generated-*")
                let client = SuiteClient(address: suite.addresses[0], token: token)
                let replay = [
                    "replay", "generated", "--seed", "7", "--count", "60", "--to", client.address, "--token", token,
                ]
                let first = try await suite.crm(replay, within: 120)
                #expect(first.ending == .exited(0), "\(first.output)\(first.errors)")
                let before = try await client.counts()
                let second = try await suite.crm(replay, within: 120)
                #expect(second.ending == .exited(0), "\(second.output)\(second.errors)")
                var after = try await client.counts()
                #expect(before["accepted", default: 0] > 200)
                for name in ["received", "duplicates"] { after[name] = before[name] }
                #expect(after == before)
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }
    }
}

extension SuiteArrangement {
    /// The end of what each process said, for failures.
    var lastWords: String {
        processNames.map { "--- \($0): \(self[$0]?.errors.suffix(1500) ?? "never started")" }.joined(separator: "\n")
    }
}
