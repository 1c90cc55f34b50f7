import CLoop
import Glibc

/// An address of a socket, from text.
struct SocketAddress: Sendable {
    private var storage: sockaddr_storage
    private let length: socklen_t

    var family: Int32 { Int32(storage.ss_family) }

    /// In the same place for IPv4 and IPv6.
    var port: Int {
        Int(UInt16(bigEndian: withUnsafeBytes(of: storage) { $0.load(fromByteOffset: 2, as: UInt16.self) }))
    }

    func with(port: Int) -> SocketAddress {
        var copy = self
        withUnsafeMutableBytes(of: &copy.storage) {
            $0.storeBytes(of: UInt16(truncatingIfNeeded: port).bigEndian, toByteOffset: 2, as: UInt16.self)
        }
        return copy
    }

    /// The local address of a bound socket.
    init(boundTo descriptor: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &storage) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        self.storage = storage
        self.length = length
    }

    init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
        var storage = sockaddr_storage()
        memcpy(&storage, address, min(Int(length), MemoryLayout<sockaddr_storage>.size))
        self.storage = storage
        self.length = length
    }

    /// The addresses of a name or of an address in text, never none. Blocks while a name is looked up; with `onlyNumeric` names are
    /// refused instead. Throws the resolver's own words.
    static func resolve(
        _ host: String, _ port: Int, toListen: Bool = false, onlyNumeric: Bool = false
    ) throws(ResolveError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (toListen ? AI_PASSIVE : 0) | (onlyNumeric ? AI_NUMERICHOST : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else { throw ResolveError(reason: String(cString: gai_strerror(result))) }
        defer { freeaddrinfo(list) }
        let addresses = sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { entry in
            entry.map { SocketAddress($0.pointee.ai_addr, $0.pointee.ai_addrlen) }
        }
        guard !addresses.isEmpty else { throw ResolveError(reason: "it has no address") }
        return addresses
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}

struct ResolveError: Error {
    let reason: String
}
