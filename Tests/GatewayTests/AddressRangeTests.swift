import Core
import Testing

@testable import Gateway

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false), ("10.0.0.0/8", "10.255.0.1", true),
        ("10.0.0.0/8", "11.0.0.1", false), ("172.16.0.0/12", "172.31.255.255", true), ("172.16.0.0/12", "172.32.0.0", false),
        ("0.0.0.0/0", "203.0.113.1", true), ("0.0.0.0/0", "::1", false), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false), ("::1", "::1", true),
        ("10.0.0.1", "nonsense", false), ("10.0.0.1", "", false),
    ])
    func `tells which addresses are meant`(range: String, address: String, isMeant: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(AddressRange.bytes(address).map { range.contains($0) } ?? false == isMeant)
    }

    @Test(arguments: ["", "10.0.0", "10.0.0.1/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8", "::/129", "proxy", "10.0.0.0/8/8"])
    func `a range that is none stops the start`(text: String) async throws {
        #expect(AddressRange(text) == nil)
        guard !text.isEmpty else { return }
        await #expect(throws: SettingError.self) {
            try await TestGateway(settings: [GatewayModule.proxies.name: "10.0.0.1," + text])
        }
    }
}
