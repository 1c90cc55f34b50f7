package import HTML

/// The address of a list, in which stands all that the list shows: whoever gets it sent sees the same, within his rights.
package struct ListAddress: Hashable, Sendable {
    /// The parameter of where a page begins; it goes whenever anything else changes.
    package static let cursor = "cursor"

    package let path: String
    private var items: [Item]

    private struct Item: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// Parameters without a value are left out.
    package init(_ path: String, _ parameters: [(name: String, value: String?)] = []) {
        self.path = path
        items = parameters.compactMap { parameter in
            parameter.value.flatMap { $0.isEmpty ? nil : Item(name: parameter.name, value: $0) }
        }
    }

    package subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

    /// The list with another value, or without one, from its beginning.
    package func with(_ name: String, _ value: String?) -> ListAddress {
        var copy = self
        copy.items.removeAll { $0.name == name || $0.name == Self.cursor }
        if let value, !value.isEmpty { copy.items.append(Item(name: name, value: value)) }
        return copy
    }

    /// Whether the other shows the same, wherever in it one is and however it was come to.
    package func isSame(as other: ListAddress) -> Bool {
        func kept(_ address: ListAddress) -> Set<Item> {
            Set(address.items.filter { $0.name != Self.cursor && $0.name != "view" })
        }
        return path == other.path && kept(self) == kept(other)
    }

    /// The same parameters at another place.
    package func at(_ path: String) -> ListAddress {
        ListAddress(path, items.map { ($0.name, Optional($0.value)) })
    }

    package func without(_ names: String...) -> ListAddress { names.reduce(self) { $0.with($1, nil) } }

    /// What is behind the question mark, nothing where there is nothing.
    package var query: String { items.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&") }

    package var target: String { items.isEmpty ? path : path + "?" + query }

    /// The parameters but these, for a form that says these itself.
    package func hidden(except names: Set<String>) -> HTML {
        items.filter { !names.contains($0.name) && $0.name != Self.cursor }.map { .hidden($0.name, $0.value) }.joined()
    }

    /// Percent-encoded but for the unreserved characters of RFC 3986.
    package static func encoded(_ text: String) -> String {
        var out = ""
        let digits = Array("0123456789ABCDEF")
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                out.append("%")
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            }
        }
        return out
    }
}
