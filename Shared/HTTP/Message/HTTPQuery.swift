/// The query of a target, decoded when asked: `+` is a blank, and an item with a broken percent sequence is taken as it stands.
package struct HTTPQuery: Sendable {
    /// As received, without the question mark.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// Every name and value in order; an item without `=` has the empty value.
    package var items: [(name: String, value: String)] {
        text.utf8.split(separator: 0x26).map { item in
            let cut = item.firstIndex(of: 0x3d) ?? item.endIndex
            return (Self.decoded(item[..<cut]), Self.decoded(item[cut...].dropFirst()))
        }
    }

    package func first(_ name: String) -> String? { items.first { $0.name == name }?.value }
    package func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }
    package var isEmpty: Bool { text.isEmpty }

    private static func decoded(_ bytes: Substring.UTF8View) -> String {
        let blanks = bytes.map { $0 == 0x2b ? 0x20 : $0 }
        return String(decoding: PercentEncoding.decoded(blanks) ?? blanks, as: UTF8.self)
    }
}
