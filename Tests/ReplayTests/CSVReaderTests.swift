import Compression
import Glibc
import Replay
import Testing

@Suite struct CSVReaderTests {
    /// Gives the text in pieces of `size` bytes, so that everything may be cut anywhere.
    private final class Pieces: ByteSource {
        private var rest: ArraySlice<UInt8>
        private let size: Int

        init(_ text: [UInt8], size: Int) {
            rest = text[...]
            self.size = size
        }

        func next() throws -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
    }

    private static func records(_ text: [UInt8], size: Int = 4096) throws -> [[String]] {
        var reader = CSVReader(Pieces(text, size: size))
        var records: [[String]] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private static let cases: [(String, [[String]])] = [
        ("", []), ("\n\r\n", []), ("a", [["a"]]), ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,\r\n", [["a", "b"], ["c", ""]]), (",,", [["", "", ""]]), ("\"a,b\",c", [["a,b", "c"]]),
        ("\"say \"\"hi\"\"\",2", [["say \"hi\"", "2"]]), ("\"two\r\nlines\",x\n", [["two\r\nlines", "x"]]),
        ("\"\",\"\"", [["", ""]]),
        ("WHITE \"FRAME\",1", [["WHITE \"FRAME\"", "1"]]), ("a\rb,c", [["a\rb", "c"]]), ("\u{feff}a,b", [["a", "b"]]),
        ("кофе,\"чай, чёрный\"", [["кофе", "чай, чёрный"]]), ("a\r", [["a\r"]]),
    ]

    @Test(arguments: cases)
    func `reads records, wherever the bytes are cut`(text: String, records: [[String]]) throws {
        for size in [1, 2, 3, 4096] { #expect(try Self.records(Array(text.utf8), size: size) == records, "pieces of \(size)") }
    }

    @Test(arguments: [("a,\"b", 1), ("x\n\"a\"b,c", 2), ("1\n2\n\"\n\n", 3)])
    func `says in which line a quote is wrong`(text: String, line: Int) {
        let fault = #expect(throws: CSVReader.Fault.self) { try Self.records(Array(text.utf8)) }
        #expect(fault?.line == line)
    }

    @Test func `ends at a record that never ends, instead of filling memory`() {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
        #expect(throws: CSVReader.Fault.self) { try Self.records(long) }
        #expect(throws: CSVReader.Fault.self) { try Self.records(Array("\"".utf8) + long) }
    }

    @Test func `repairs bytes that are not UTF-8`() throws {
        #expect(try Self.records([0x61, 0xff, 0x2c, 0x62]) == [["a\u{fffd}", "b"]])
    }

    @Test func `opens plain and packed files alike, and says which one cannot be opened`() throws {
        let folder = TemporaryFolder()
        let text = Array("a,b\nc,d\n".utf8)
        folder.write("plain.csv", text)
        folder.write("packed.csv.gz", Gzip.compress(text))
        for name in ["plain.csv", "packed.csv.gz"] {
            var reader = CSVReader(try FileBytes.open(folder.path(name)))
            #expect(try reader.next() == ["a", "b"])
            #expect(try reader.next() == ["c", "d"])
            #expect(try reader.next() == nil)
        }
        let fault = #expect(throws: FileFault.self) { try FileBytes.open(folder.path("absent.csv")) }
        #expect(fault?.description.contains("absent.csv") == true)
    }
}
