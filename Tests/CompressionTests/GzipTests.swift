import Compression
import Glibc
import Testing

@Suite struct GzipTests {
    /// A file that is gone when the body is done.
    private func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        var path = Array("/tmp/gzip-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        try #require(descriptor >= 0)
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(name) }
        #expect(write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
        return try body(name)
    }

    private func inflate(_ path: String) throws -> [UInt8] {
        var reader = try GunzipReader(path: path)
        var all: [UInt8] = []
        while let piece = try reader.next() {
            #expect(!piece.isEmpty && piece.count <= GunzipReader.chunk)
            all += piece
        }
        #expect(try reader.next() == nil)
        return all
    }

    private static let text = Array(String(repeating: "the same line over and over\n", count: 20_000).utf8)

    @Test(arguments: [0, 1, 100, GunzipReader.chunk, GunzipReader.chunk + 1, 560_000], [1, 6, 9])
    func `gives back what was compressed`(count: Int, level: Int) throws {
        let bytes = Array(Self.text.prefix(count))
        let compressed = Gzip.compress(bytes, level: level)
        #expect(try withFile(compressed) { try inflate($0) } == bytes)
    }

    @Test func `gets smaller where it can, and takes what does not compress`() throws {
        #expect(Gzip.compress(Self.text).count < Self.text.count / 100)
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(try withFile(Gzip.compress(noise)) { try inflate($0) } == noise)
    }

    @Test func `is the same every time, with a gzip header and no time`() {
        let compressed = Gzip.compress(Array("abc".utf8))
        #expect(compressed == Gzip.compress(Array("abc".utf8)))
        #expect(Array(compressed.prefix(8)) == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0])
    }

    @Test func `keeps levels within those there are`() {
        #expect(Gzip.compress(Self.text, level: 0) == Gzip.compress(Self.text, level: 1))
        #expect(Gzip.compress(Self.text, level: 99) == Gzip.compress(Self.text, level: 9))
    }

    @Test func `reads members that follow one another as one`() throws {
        let two = Gzip.compress(Array("first,".utf8)) + Gzip.compress(Array("second".utf8))
        #expect(try withFile(two) { try inflate($0) } == Array("first,second".utf8))
    }

    @Test func `refuses files that are cut off or damaged`() throws {
        let compressed = Gzip.compress(Self.text)
        var damaged = compressed
        damaged[compressed.count - 6] ^= 1
        for bytes in [Array(compressed.dropLast()), Array(compressed.dropLast(8)), Array(compressed.prefix(100)), damaged] {
            #expect(throws: GunzipError.self) { try withFile(bytes) { try inflate($0) } }
        }
    }

    @Test(arguments: [[], Array("plain text".utf8), [0x1f]] as [[UInt8]])
    func `refuses files that are not gzip`(bytes: [UInt8]) {
        #expect(throws: GunzipError.self) { try withFile(bytes) { try inflate($0) } }
    }

    @Test func `names the file that is not there`() throws {
        let error = try #require(throws: GunzipError.self) { _ = try GunzipReader(path: "/nowhere/orders.json.gz") }
        #expect(error.description == "/nowhere/orders.json.gz: No such file or directory")
    }
}
