/// The members of a JSON object in the order they were written, every key once.
///
/// Keys are compared byte by byte, unlike Swift's strings, for which U+212A is the letter K.
package struct JSONObject: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        package let key: String
        package var value: JSONValue

        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package private(set) var members: [Member]

    /// Of a key given twice, the last value stays, in the place of the first.
    package init(_ members: [(String, JSONValue)] = []) {
        self.members = []
        self.members.reserveCapacity(members.count)
        for (key, value) in members { set(key, value) }
    }

    /// The parser has seen to it that no key comes twice.
    init(unique members: [Member]) {
        self.members = members
    }

    package subscript(key: String) -> JSONValue? {
        index(of: key, from: 0).map { members[$0].value }
    }

    /// Looks from `start` on and then before it, so that who asks in the order of the members finds each at once.
    func index(of key: String, from start: Int) -> Int? {
        for index in start..<members.count where members[index].key.isExactly(key) { return index }
        for index in 0..<start where members[index].key.isExactly(key) { return index }
        return nil
    }

    /// Replaces the member's value where it stands, or adds the member at the end.
    package mutating func set(_ key: String, _ value: JSONValue) {
        if let index = index(of: key, from: 0) {
            members[index].value = value
        } else {
            members.append(Member(key: key, value: value))
        }
    }

    package mutating func remove(_ key: String) {
        members.removeAll { $0.key.isExactly(key) }
    }
}

extension String {
    /// Whether the bytes are the same; `==` would also take the trouble to compare what the bytes mean.
    func isExactly(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count, utf8.first == other.utf8.first else { return false }
        let (left, right) = (utf8.span, other.utf8.span)
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }
}

/// A key that is hashed and compared by its bytes: spellings that mean the same must not fall together, or a document could be made
/// of nothing but collisions.
struct ExactKey: Hashable {
    let text: String

    static func == (left: ExactKey, right: ExactKey) -> Bool { left.text.isExactly(right.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
