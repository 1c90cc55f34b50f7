/// A file that every page needs, kept in the program so that it works wherever the program is put.
package struct Asset: Sendable {
    /// The last part of its path: `/assets/relata.css`.
    package let name: String
    package let contentType: String
    package let bytes: [UInt8]
    /// Changes whenever the bytes do (FNV-1a, 16 hex digits): an entity tag, and the mark in the links. No protection.
    package let hash: String

    init(name: String, contentType: String, text: String) {
        self.name = name
        self.contentType = contentType
        bytes = Array(text.utf8)
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(state, radix: 16)
        hash = String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// With its hash, so that it may be kept for ever: `/assets/relata.css?v=0123456789abcdef`.
    package var path: String { "/assets/\(name)?v=\(hash)" }
}

package enum Assets {
    package static let stylesheet = Asset(name: "relata.css", contentType: "text/css; charset=utf-8", text: Stylesheet.text)
    package static let icons = Asset(name: "icons.svg", contentType: "image/svg+xml", text: Icon.sprite)
    package static let mark = Asset(name: "mark.svg", contentType: "image/svg+xml", text: Icon.mark)
    package static let fragment = Asset(
        name: "fragment.js", contentType: "text/javascript; charset=utf-8", text: Script.fragment)

    package static let all = [stylesheet, icons, mark, fragment]
}
