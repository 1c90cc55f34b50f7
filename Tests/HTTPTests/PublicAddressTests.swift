import Glibc
import Testing

@testable import HTTP

@Suite struct PublicAddressTests {
    private static func contains(_ text: String) -> Bool {
        if text.contains(":") {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            inet_pton(AF_INET6, text, &address.sin6_addr)
            return withUnsafeBytes(of: address) { PublicAddress.contains($0) }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, text, &address.sin_addr)
        return withUnsafeBytes(of: address) { PublicAddress.contains($0) }
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "fc00::1",
        "fd12::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::", "3fff::1",
        "64:ff9b::7f00:1", "100::1",
    ])
    func `keeps out what is not of the public internet`(address: String) {
        #expect(!Self.contains(address))
    }

    @Test(arguments: [
        "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.0.1", "198.17.0.1",
        "223.255.255.1",
        "2a00:1450::1", "2001:4860:4860::8888", "2606:4700::1", "2002:808:808::", "64:ff9b::808:808", "3fff:1000::1",
    ])
    func `lets through what is`(address: String) {
        #expect(Self.contains(address))
    }

    @Test func `a client that keeps to the public internet makes no connection elsewhere, by name or by number`() async throws {
        let client = WebClient(userAgent: "test")
        try await withServer { server async throws in
            for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
                let url = "http://\(host):\(server.port)/"
                let error = await #expect(throws: WebError.self) { _ = try await client.send(.get, url, publicOnly: true) }
                #expect(error?.kind == .privateAddress || host.hasPrefix("["), "\(host): \(error?.detail ?? "")")
            }
            let response = try await client.send(.get, "http://127.0.0.1:\(server.port)/")
            #expect(response.status == 200)
        }
    }
}
