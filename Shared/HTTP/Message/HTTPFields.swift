import Glibc

/// The fields of a message: names without regard to case, in order. Parsed ones stay as spans of one buffer until asked for.
///
/// Header injection is impossible: a name that is no token, or a value with CR, LF, NUL or another control character, is not taken
/// in and marks the fields as invalid (`invalidName`). The server answers 500 and logs instead of sending such a response; the
/// clients throw. So nothing is dropped silently, and hostile data cannot stop the process.
package struct HTTPFields: Sendable {
    /// Whole lines, each ended by CRLF; for parsed fields the request or status line stands before them.
    private(set) var buffer: [UInt8]
    private(set) var spans: [FieldSpan]
    /// The name of the first field that was refused, nil when all is well.
    package private(set) var invalidName: String?

    package init() {
        buffer = []
        spans = []
    }

    package init(_ fields: [(String, String)]) {
        self.init()
        for (name, value) in fields { append(name, value) }
    }

    /// Fields a parser has found, and so checked, in `bytes`, with room for as many bytes more.
    init(_ bytes: UnsafeBufferPointer<UInt8>, spans: [FieldSpan], room: Int = 0) {
        buffer = []
        buffer.reserveCapacity(bytes.count + room)
        buffer.append(contentsOf: bytes)
        self.spans = spans
    }

    package var count: Int { spans.count }
    package var isEmpty: Bool { spans.isEmpty }

    /// The first value of that name. Setting replaces all values of the name by one, or removes them by nil.
    package subscript(_ name: String) -> String? {
        get { position(of: name).map { text(spans[$0].valueRange) } }
        set {
            remove(name)
            if let newValue { append(name, newValue) }
        }
    }

    /// Every value of that name, in order; lists in one value are not split.
    package func values(_ name: String) -> [String] {
        var name = name
        return name.withUTF8 { name in
            buffer.withUnsafeBufferPointer { bytes in
                spans.filter { Self.isEqual(name, Self.name($0, in: bytes)) }.map { text($0.valueRange) }
            }
        }
    }

    package func contains(_ name: String) -> Bool { position(of: name) != nil }

    /// Whether the first value of that name begins with the text, where case counts. As the subscript, but makes no text of the value.
    package func begins(_ name: String, with text: String) -> Bool {
        guard let position = position(of: name) else { return false }
        var text = text
        return text.withUTF8 { text in buffer[spans[position].valueRange].starts(with: text) }
    }

    /// Blanks around the value are cut, as they would be by whoever reads it.
    package mutating func append(_ name: String, _ value: String) {
        var (name, value) = (name, value)
        let isTaken = name.withUTF8 { name in value.withUTF8 { append(name, Self.trimmed($0)) } }
        if !isTaken { invalidName = invalidName ?? name }
    }

    private mutating func append(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !name.isEmpty, Token.isSpelled(by: name), !FieldBlock.hasControl(value) else { return false }
        let start = buffer.count
        buffer.append(contentsOf: name)
        buffer.append(0x3a)
        buffer.append(0x20)
        let valueStart = buffer.count
        buffer.append(contentsOf: value)
        buffer.append(0x0d)
        buffer.append(0x0a)
        spans.append(
            FieldSpan(
                name: Int32(start), nameLength: Int32(name.count), value: Int32(valueStart), valueLength: Int32(value.count)))
        return true
    }

    package mutating func remove(_ name: String) {
        var name = name
        name.withUTF8 { name in removeAll { Self.isEqual($0, name) } }
    }

    /// Puts these fields in the place of all that have one of their names: for fields made beforehand, since nothing is checked again.
    package mutating func replace(by others: HTTPFields) {
        removeAll { others.contains($0) }
        let shift = Int32(buffer.count)
        buffer += others.buffer
        for span in others.spans { spans.append(span.moved(by: shift)) }
        invalidName = invalidName ?? others.invalidName
    }

    /// Adds two checked lines, whose spans are counted from their own beginning.
    mutating func append(_ lines: UnsafeRawBufferPointer, spans first: FieldSpan, _ second: FieldSpan) {
        let shift = Int32(buffer.count)
        buffer.append(contentsOf: lines)
        spans.append(first.moved(by: shift))
        spans.append(second.moved(by: shift))
    }

    /// Removes the fields whose name, as written, the test picks.
    mutating func removeAll(where unwanted: (UnsafeBufferPointer<UInt8>) -> Bool) {
        buffer.withUnsafeBufferPointer { bytes in
            // Looked at first, since a removal makes a copy of its own of fields that are shared.
            guard spans.contains(where: { unwanted(Self.name($0, in: bytes)) }) else { return }
            spans.removeAll { unwanted(Self.name($0, in: bytes)) }
        }
    }

    private func contains(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        buffer.withUnsafeBufferPointer { bytes in spans.contains { Self.isEqual(name, Self.name($0, in: bytes)) } }
    }

    private func position(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { name in
            buffer.withUnsafeBufferPointer { bytes in
                spans.firstIndex { Int($0.nameLength) == name.count && Self.isEqual(name, Self.name($0, in: bytes)) }
            }
        }
    }

    private static func name(_ span: FieldSpan, in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[span.nameRange])
    }

    /// Without regard to case.
    private static func isEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count, let start = left.baseAddress, let other = right.baseAddress else { return false }
        // Most are written as they are asked for.
        if memcmp(start, other, left.count) == 0 { return true }
        for index in left.indices where lowercased(left[index]) != lowercased(right[index]) { return false }
        return true
    }

    private func text(_ range: Range<Int>) -> String {
        buffer.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }

    private static func trimmed(_ value: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var (start, end) = (0, value.count)
        while start < end, isBlank(value[start]) { start += 1 }
        while end > start, isBlank(value[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: value[start..<end])
    }
}

extension HTTPFields: Sequence {
    package struct Iterator: IteratorProtocol {
        private let fields: HTTPFields
        private var index = 0

        init(_ fields: HTTPFields) { self.fields = fields }

        package mutating func next() -> (name: String, value: String)? {
            guard index < fields.spans.count else { return nil }
            defer { index += 1 }
            let span = fields.spans[index]
            return (fields.text(span.nameRange), fields.text(span.valueRange))
        }
    }

    package func makeIterator() -> Iterator { Iterator(self) }
    package var underestimatedCount: Int { spans.count }
}

extension HTTPFields: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(arrayLiteral elements: (String, String)...) { self.init(elements) }
    package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }
}
