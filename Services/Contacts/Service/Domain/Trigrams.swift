/// All runs of three characters of a text: what an index of parts is made of.
package enum Trigrams {
    /// No other text contains it.
    package static let separator = "\u{1f}"

    /// Sorted, each once, a line at a time: no run crosses from one line into the next.
    package static func of(_ text: String) -> [String] {
        var found: Set<String> = []
        for line in text.unicodeScalars.split(separator: "\n") {
            var start = line.startIndex
            while let end = line.index(start, offsetBy: 3, limitedBy: line.endIndex) {
                found.insert(String(line[start..<end]))
                start = line.index(after: start)
            }
        }
        return found.sorted()
    }

    /// Whether an index of trigrams can find it.
    package static func reach(_ needle: String) -> Bool {
        needle.unicodeScalars.count >= 3
    }
}
