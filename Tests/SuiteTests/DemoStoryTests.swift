import HTTP
import JSON
import TestKit
import Testing

extension SuiteStories {
    /// `crm demo` through the doors of a running suite.
    @Suite(.serialized) struct DemoStoryTests {
        @Test func `the demo company comes in once, and a second time changes nothing`() async throws {
            let suite = try await SuiteArrangement.start(.embedded)
            do {
                let address = suite.addresses[0]
                let first = try await suite.crm(["demo", "--url", address, "--language", "ru"])
                #expect(first.ending == .exited(0), "\(first.output) \(first.errors)")
                #expect(
                    first.output.contains(
                        "11 people in 4 units, 240 customers (220 with an owner), 600 orders of a year, 5 rejected"))
                #expect(first.output.contains("admin-password"))
                let client = SuiteClient(address: address, token: try await suite.token("*", source: "*"))
                let customers = try await client.list("/v1/customers")
                #expect(customers.count == 240 && customers.filter { $0["ownerID"]?.string != nil }.count == 220)
                let intake = try await client.request(.get, "/v1/order-intake").json
                #expect(intake["rejected"]?.int == 5 && intake["waiting"]?.int == 2 && intake["balanced"] == true)
                let changes = try await client.list("/v1/audit/entries?action=change").count
                let again = try await suite.crm(["demo", "--url", address, "--language", "en"])
                #expect(again.ending == .exited(0), "\(again.errors)")
                #expect(again.output.contains("is here already") && again.output.contains("Nothing was changed."))
                let later = try await client.request(.get, "/v1/order-intake").json
                #expect(later["duplicates"]?.int ?? 0 > 1000 && later["accepted"]?.int == intake["accepted"]?.int)
                #expect(later["rejected"]?.int == 5 && later["waiting"]?.int == 2)
                // The two tokens are made and end; nothing else was written.
                #expect(try await client.list("/v1/audit/entries?action=change").count == changes + 3)
                #expect(try await client.list("/v1/tokens").allSatisfy { $0["name"]?.string?.hasPrefix("demo") != true })
                try await suite.stop()
            } catch {
                Issue.record("\(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }
    }
}
