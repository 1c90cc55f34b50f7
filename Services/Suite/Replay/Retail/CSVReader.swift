/// Reads CSV by RFC 4180, record by record: fields in quotes may hold commas, line ends and doubled quotes; lines end in LF or
/// CRLF. Empty lines are passed over, as is a byte order mark; bytes that are not UTF-8 become U+FFFD.
package struct CSVReader {
    /// No record of a table is longer; what is, comes from a quote that nobody closed.
    static let longestRecord = 1 << 20

    /// Why the text is no CSV, and in which line.
    package struct Fault: Error, Hashable, CustomStringConvertible {
        package let line: Int
        package let reason: String

        package var description: String { "Line \(line): \(reason)" }
    }

    private let source: any ByteSource
    private var bytes: [UInt8] = []
    private var position = 0
    private var isStarted = false
    /// Where the record that `next` gave begins, counted from 1.
    package private(set) var line = 0
    private var linesRead = 0

    package init(_ source: any ByteSource) {
        self.source = source
    }

    /// The next record; `nil` at the end. Throws `Fault`, or what the source throws.
    package mutating func next() throws -> [String]? {
        while let fields = try record() {
            if fields.count > 1 || !fields[0].isEmpty { return fields }
        }
        return nil
    }

    private mutating func record() throws -> [String]? {
        guard var byte = try take() else { return nil }
        line = linesRead + 1
        var fields: [String] = []
        var field: [UInt8] = []
        var length = 0
        var isQuoted = false
        while true {
            length += 1
            guard length <= Self.longestRecord else { throw Fault(line: line, reason: "A record has more than 1 MB.") }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty && !isQuoted:
                try quoted(into: &field)
                length += field.count
                isQuoted = true
            case UInt8(ascii: ","):
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
                isQuoted = false
            case UInt8(ascii: "\n"):
                linesRead += 1
                return finished(fields, field)
            case UInt8(ascii: "\r") where try peek() == UInt8(ascii: "\n"): break
            default:
                guard !isQuoted else {
                    throw Fault(line: line, reason: "Something stands between a closing quote and the comma.")
                }
                field.append(byte)
            }
            guard let following = try take() else { return finished(fields, field) }
            byte = following
        }
    }

    private func finished(_ fields: [String], _ last: [UInt8]) -> [String] {
        fields + [String(decoding: last, as: UTF8.self)]
    }

    /// What stands between the quote that was just read and the one that closes it.
    private mutating func quoted(into field: inout [UInt8]) throws {
        while let byte = try take() {
            if byte == UInt8(ascii: "\"") {
                guard try peek() == byte else { return }
                position += 1
            } else if byte == UInt8(ascii: "\n") {
                linesRead += 1
            }
            field.append(byte)
            guard field.count <= Self.longestRecord else { break }
        }
        throw Fault(line: line, reason: "A quote is never closed.")
    }

    private mutating func take() throws -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        return byte
    }

    @inline(__always)
    private mutating func peek() throws -> UInt8? {
        if position < bytes.count { return bytes[position] }
        return try refill()
    }

    private mutating func refill() throws -> UInt8? {
        guard var more = try source.next() else { return nil }
        position = 0
        if !isStarted {
            isStarted = true
            while more.count < 3, let next = try source.next() { more += next }
            if more.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        }
        bytes = more
        return position < bytes.count ? bytes[position] : try refill()
    }
}
