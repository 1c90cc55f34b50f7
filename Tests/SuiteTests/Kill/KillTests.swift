import Glibc
import TestKit
import Testing

extension SuiteStories {
    /// A process may die at any moment: nothing acknowledged is lost, nothing happens twice.
    @Suite(.serialized) struct KillTests {
        private static let tills = 3

        /// The mock brokers of librdkafka end the whole process by an assertion when members of groups die in the middle of a
        /// rebalance; without Apache Kafka the second arrangement is one process on PostgreSQL.
        static let kinds = [SuiteArrangement.Kind.embedded, RealKafka.isPresent ? .split : .together]

        @Test(arguments: kinds)
        func `SIGKILL loses nothing and doubles nothing`(kind: SuiteArrangement.Kind) async throws {
            let seed = getenv("CRM_TEST_SEED").flatMap { UInt64(String(cString: $0)) } ?? .random(in: 0...999_999)
            print("CRM_TEST_SEED=\(seed) for \(kind)")
            let suite = try await SuiteArrangement.start(kind)
            do {
                let plans = Self.plans(kind, seed: seed)
                let token = try await suite.token("*", source: StubbornShop.source)
                let client = SuiteClient(address: suite.addresses[0], token: token)
                let topic = try await suite.kafka.asyncMap { try await ShopTopicDoor($0) }
                let shop = StubbornShop(clients: [client], topic: topic)
                let assassin = Assassin(suite)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for till in 1...Self.tills { group.addTask { try await shop.sell(till: till) } }
                    group.addTask {
                        defer { shop.close() }
                        try await assassin.haunt(plans)
                    }
                    try await group.waitForAll()
                }
                print("\(assassin.kills.count) kills, \(shop.sold.count) orders, \(shop.resent) sendings repeated")
                #expect(assassin.kills.count == plans.values.map(\.count).reduce(0, +))
                #expect(assassin.kills.count >= 25)
                let steps = Set(assassin.kills.map { $0.point.prefix { $0 != ":" } }.map(String.init))
                #expect(Set(KillPoint.all).subtracting(steps) == [])
                #expect(shop.refusals == [])
                try await suite.ready()
                try await Aftermath(suite: suite, client: client, sold: shop.sold).check()
                await topic?.close()
                #expect(try await suite.stop().filter { $0.value != .exited(0) } == [:])
            } catch {
                Issue.record("CRM_TEST_SEED=\(seed): \(error)\n\(suite.lastWords)")
            }
            await suite.tearDown()
        }

        /// Together at least 50 kills, and every step at every process that passes it.
        private static func plans(_ kind: SuiteArrangement.Kind, seed: UInt64) -> [String: [KillPoint]] {
            var random = SeededGenerator(seed: seed)
            guard kind.isSplit else {
                return ["crm": KillPoint.plan(KillPoint.all, times: 2, moments: 12, &random)]
            }
            let shared = KillPoint.relay + KillPoint.consumer
            return [
                "orders": KillPoint.plan(KillPoint.intake + shared, times: 1, moments: 2, &random),
                "contacts": KillPoint.plan(shared, times: 1, moments: 3, &random),
                "notifications": KillPoint.plan(shared + KillPoint.mail, times: 1, moments: 2, &random),
                "gateway": KillPoint.plan([], times: 1, moments: 4, &random),
            ]
        }
    }
}
