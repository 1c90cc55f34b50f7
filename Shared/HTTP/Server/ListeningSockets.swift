import CLoop
import Glibc

/// Why a server cannot start, in a sentence for the operator.
package struct ServerStartError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The sockets a server listens on: for every loop one per address the host stands for, all on one port.
struct ListeningSockets {
    private(set) var port: Int
    /// By loop. The owner closes them.
    private(set) var descriptors: [[Int32]]

    private let host: String

    /// Port 0 stands for one that is free. A name may stand for several addresses; it is enough when one can be had.
    init(host: String, port: Int, loops: Int) throws {
        self.host = host
        self.port = port
        descriptors = Array(repeating: [], count: loops)
        guard (0...65_535).contains(port) else { throw ServerStartError("\(port) is no port; choose one from 1 to 65535.") }
        let addresses: [SocketAddress]
        do {
            addresses = try SocketAddress.resolve(host, port, toListen: true)
        } catch {
            throw ServerStartError("The address \(host) to listen on is not known: \(error.reason).")
        }
        var failure: ServerStartError?
        for address in addresses {
            do throws(ServerStartError) { try listen(on: address) } catch { failure = failure ?? error }
        }
        if let failure, descriptors.allSatisfy(\.isEmpty) { throw failure }
    }

    private mutating func listen(on address: SocketAddress) throws(ServerStartError) {
        // SO_REUSEPORT would let two processes share a port without a word, so the port is asked for without it first.
        if port != 0 { close(try bind(address, sharesPort: false)) }
        var opened: [Int32] = []
        do throws(ServerStartError) {
            for _ in descriptors.indices {
                let descriptor = try bind(address, sharesPort: true)
                opened.append(descriptor)
                guard Glibc.listen(descriptor, 1024) == 0 else { throw refusal(errno) }
            }
        } catch {
            for descriptor in opened { close(descriptor) }
            throw error
        }
        for (loop, descriptor) in opened.enumerated() { descriptors[loop].append(descriptor) }
    }

    private mutating func bind(_ address: SocketAddress, sharesPort: Bool) throws(ServerStartError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw refusal(errno) }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if sharesPort { set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) }
        // `::` serves IPv4 too, as people expect of "everywhere"; any other IPv6 address is only itself.
        if address.family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, host == "::" ? 0 : 1) }
        guard address.with(port: port).withPointer({ Glibc.bind(descriptor, $0, $1) }) == 0 else {
            let error = errno
            close(descriptor)
            throw refusal(error)
        }
        if port == 0 { port = SocketAddress(boundTo: descriptor).port }
        return descriptor
    }

    private func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private func refusal(_ error: Int32) -> ServerStartError {
        switch error {
        case EADDRINUSE:
            ServerStartError("Port \(port) of \(host) is taken by another process; stop it or choose another port.")
        case EACCES, EPERM:
            ServerStartError("There is no permission to listen on port \(port); choose one from 1024 or grant the capability.")
        case EADDRNOTAVAIL:
            ServerStartError("\(host) is no address of this machine.")
        default:
            ServerStartError("Cannot listen on \(host), port \(port): \(String(cString: strerror(error))).")
        }
    }
}
