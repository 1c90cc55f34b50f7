/// The fields that belong to one connection and not to the message (RFC 9110 §7.6.1).
enum HopByHop {
    static func contains(_ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        switch count {
        case 2: matches(name, count, "te")
        case 7: matches(name, count, "upgrade") || matches(name, count, "trailer")
        case 10: matches(name, count, "connection") || matches(name, count, "keep-alive")
        case 16: matches(name, count, "proxy-connection")
        case 17: matches(name, count, "transfer-encoding")
        default: false
        }
    }
}

extension HTTPFields {
    /// Takes out the fields of the connection and those that Connection names. Host and Content-Length stay even when named: they say
    /// what the message is.
    package mutating func removeHopByHop() {
        let named = namesFields ? namedByConnection : []
        removeAll { name in
            guard let base = name.baseAddress else { return false }
            if HopByHop.contains(base, name.count) { return true }
            return !named.isEmpty && named.contains(String(decoding: name, as: UTF8.self).lowercased())
        }
    }

    /// Whether Connection says more than what is to become of the connection.
    var namesFields: Bool {
        buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return false }
            var found = false
            for span in spans where matches(base + Int(span.name), Int(span.nameLength), "connection") {
                ListItems.each(base + Int(span.value), Int(span.valueLength)) { item, length in
                    if !matches(item, length, "close"), !matches(item, length, "keep-alive") { found = true }
                }
            }
            return found
        }
    }

    private var namedByConnection: Set<String> {
        var named: Set<String> = []
        for value in values("connection") {
            for item in value.lowercased().split(separator: ",") { named.insert(item.filter { $0 != " " && $0 != "\t" }) }
        }
        return named.subtracting(["host", "content-length"])
    }
}
