import Core
import JSON

/// Reads filters and paths of RFC 7644 §3.4.2.2 and §3.5.2, which come from outside: bounded in length and depth.
struct DirectoryFilterParser {
    static let longest = 2000
    static let deepest = 10

    private let text: [UInt8]
    private var position = 0
    private var depth = 0

    /// Throws `invalidFilter`.
    static func filter(_ text: String) throws(DirectoryRefusal) -> DirectoryFilter {
        var parser = try Self(text)
        let filter = try parser.alternatives()
        guard parser.isAtEnd else { throw parser.refusal }
        return filter
    }

    /// Throws `invalidPath`.
    static func path(_ text: String) throws(DirectoryRefusal) -> DirectoryPath {
        do throws(DirectoryRefusal) {
            var parser = try Self(text)
            let path = try parser.path()
            guard parser.isAtEnd else { throw parser.refusal }
            return path
        } catch {
            throw DirectoryRefusal(.invalidPath, "The path cannot be read: \(error.detail)")
        }
    }

    private init(_ text: String) throws(DirectoryRefusal) {
        guard text.utf8.count <= Self.longest else { throw DirectoryRefusal(.invalidFilter, "It is too long.") }
        self.text = Array(text.utf8)
    }

    private var refusal: DirectoryRefusal {
        DirectoryRefusal(.invalidFilter, "It cannot be read from character \(position + 1) on.")
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipBlanks() {
        while next == UInt8(ascii: " ") { position += 1 }
    }

    private var isAtEnd: Bool { text[position...].allSatisfy { $0 == UInt8(ascii: " ") } }

    private mutating func alternatives() throws(DirectoryRefusal) -> DirectoryFilter {
        var filter = try conditions()
        while take(word: "or") { filter = .or(filter, try conditions()) }
        return filter
    }

    private mutating func conditions() throws(DirectoryRefusal) -> DirectoryFilter {
        var filter = try condition()
        while take(word: "and") { filter = .and(filter, try condition()) }
        return filter
    }

    private mutating func condition() throws(DirectoryRefusal) -> DirectoryFilter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw DirectoryRefusal(.invalidFilter, "It is nested too deeply.") }
        skipBlanks()
        let start = position
        if take(word: "not") {
            skipBlanks()
            if next == UInt8(ascii: "(") { return .not(try group()) }
            position = start  // An attribute may be called so.
        }
        if next == UInt8(ascii: "(") { return try group() }
        let path = try path()
        if take(word: "pr") { return .present(path) }
        for comparison in DirectoryFilter.Comparison.allCases where take(word: comparison.rawValue) {
            return .compare(path, comparison, try value())
        }
        throw refusal
    }

    private mutating func group() throws(DirectoryRefusal) -> DirectoryFilter {
        position += 1
        let filter = try alternatives()
        skipBlanks()
        guard next == UInt8(ascii: ")") else { throw refusal }
        position += 1
        return filter
    }

    private mutating func path() throws(DirectoryRefusal) -> DirectoryPath {
        skipBlanks()
        var path = DirectoryPath(attribute: try name())
        if next == UInt8(ascii: "[") {
            position += 1
            path.element = try nested()
            skipBlanks()
            guard next == UInt8(ascii: "]") else { throw refusal }
            position += 1
        }
        if next == UInt8(ascii: ".") {
            position += 1
            path.part = try name()
        }
        return path
    }

    private mutating func nested() throws(DirectoryRefusal) -> DirectoryFilter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw DirectoryRefusal(.invalidFilter, "It is nested too deeply.") }
        return try alternatives()
    }

    /// A name in lower case; the URN of a schema before it is left out. Only the last dot of a URN's version is no part of a path.
    private mutating func name() throws(DirectoryRefusal) -> String {
        let start = position
        while let byte = next, Self.isOfName(byte) { position += 1 }
        var name = String(decoding: text[start..<position], as: UTF8.self).lowercased()
        if name.hasPrefix("urn") && next == UInt8(ascii: ":") {
            while let byte = next, Self.isOfName(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") { position += 1 }
            let whole = String(decoding: text[start..<position], as: UTF8.self)
            // Back to the end of the name behind the last colon.
            let last = whole.split(separator: ":").last.map(String.init) ?? ""
            let head = last.prefix { $0 != "." }
            position -= last.utf8.count - head.utf8.count
            name = head.lowercased()
        }
        guard !name.isEmpty, name.utf8.first.map({ $0 > UInt8(ascii: "9") || $0 == UInt8(ascii: "$") }) ?? false else {
            throw refusal
        }
        return name
    }

    /// A JSON text, number, truth or null.
    private mutating func value() throws(DirectoryRefusal) -> JSONValue {
        skipBlanks()
        let start = position
        if next == UInt8(ascii: "\"") {
            position += 1
            while let byte = next, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
            position += 1
        } else {
            while let byte = next, byte != UInt8(ascii: " "), byte != UInt8(ascii: ")"), byte != UInt8(ascii: "]") {
                position += 1
            }
        }
        guard position <= text.count, let value = try? JSONValue.parse(Array(text[start..<position])), value.object == nil,
            value.array == nil
        else {
            position = start
            throw refusal
        }
        return value
    }

    /// A word of letters between blanks, in any case.
    private mutating func take(word: String) -> Bool {
        let start = position
        skipBlanks()
        let end = position + word.utf8.count
        guard end <= text.count, String(decoding: text[position..<end], as: UTF8.self).lowercased() == word,
            end == text.count || " ()[]".utf8.contains(text[end])
        else {
            position = start
            return false
        }
        position = end
        return true
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "$"):
            true
        default: false
        }
    }
}
