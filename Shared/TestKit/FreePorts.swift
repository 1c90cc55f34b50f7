import Glibc
import Synchronization

/// Ports of loopback for servers that tests start.
package enum FreePorts {
    private static let given = Mutex<Set<UInt16>>([])

    /// The first of `count` ports in a row that nobody listens on and that this process has not been given before. They lie
    /// outside the range from which the kernel gives ports to those that connect, so that they are still free when a server
    /// that takes seconds to start, or starts again, comes to bind them.
    package static func first(of count: UInt16 = 1) throws -> UInt16 {
        try given.withLock { given in
            for _ in 0..<1000 {
                let first = UInt16.random(in: 20_000..<32_000 - count)
                let ports = first..<first + count
                guard given.isDisjoint(with: ports), ports.allSatisfy(isFree) else { continue }
                given.formUnion(ports)
                return first
            }
            throw TestSetupError("no port is free")
        }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
