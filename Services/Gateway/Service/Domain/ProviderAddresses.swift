/// Which addresses providers may have. All that is asked of a provider goes over HTTPS and to the public internet, but for the hosts
/// that the operator of the machine names: without this, whoever configures a provider could make the gateway look into the network
/// it stands in.
struct ProviderAddresses: Sendable {
    /// `host` or `host:port`, in lower case.
    private let inside: Set<String>

    /// Hosts with commas between them.
    init(inside list: String) {
        inside = Set(list.split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }.filter { !$0.isEmpty })
    }

    /// How an address may be asked; `nil` for one that may not be asked at all.
    func way(to address: String) -> Way? {
        guard let place = WebPlace(address) else { return nil }
        let isInside = inside.contains(place.host) || inside.contains("\(place.host):\(place.port)")
        guard place.isSecure || isInside else { return nil }
        return Way(publicOnly: !isInside)
    }

    struct Way: Hashable, Sendable {
        /// No connection is made but to an address of the public internet.
        let publicOnly: Bool
    }
}

/// The parts of a web address that say where it is.
struct WebPlace: Hashable, Sendable {
    let isSecure: Bool
    let host: String
    let port: Int

    /// `nil` for what is no plain http or https address: with a user, a fragment, other signs than a URL has, or no host.
    init?(_ address: String) {
        guard address.utf8.count <= 2000, address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !#"\"<>^`{|}#"#.utf8.contains($0) })
        else { return nil }
        let rest: Substring
        if address.hasPrefix("https://") {
            (isSecure, rest) = (true, address.dropFirst(8))
        } else if address.hasPrefix("http://") {
            (isSecure, rest) = (false, address.dropFirst(7))
        } else {
            return nil
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }.lowercased()
        guard !authority.contains("@") else { return nil }
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : nil
        let name = authority[..<(end ?? authority.firstIndex(of: ":") ?? authority.endIndex)]
        let suffix = authority[name.endIndex...]
        guard !name.isEmpty, suffix.isEmpty || suffix.first == ":" else { return nil }
        host = String(name)
        if suffix.isEmpty {
            port = isSecure ? 443 : 80
        } else {
            guard let number = UInt16(suffix.dropFirst()), number > 0 else { return nil }
            port = Int(number)
        }
    }
}
