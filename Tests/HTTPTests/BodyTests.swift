import Core
import HTTP
import Synchronization
import Testing

@Suite struct BodyTests {

    private static func parts(_ parts: [[UInt8]]) -> HTTPBody {
        .stream(.writing { writer in for part in parts { try await writer.write(part) } })
    }

    @Test func `collects a body up to its limit`() async throws {
        let body = Self.parts([[1, 2], [3], [4, 5]])
        #expect(try await body.collect(upTo: 5) == [1, 2, 3, 4, 5])
        #expect(try await HTTPBody.none.collect(upTo: 0) == [])
    }

    @Test func `refuses a body over its limit`() async throws {
        for body in [Self.parts([[1, 2], [3]]), .bytes([1, 2, 3]), .stream(.writing(length: 9) { _ in })] {
            let refusal = await #expect(throws: Refusal.self) { _ = try await body.collect(upTo: 2) }
            #expect(refusal?.kind == .tooLarge)
            #expect(refusal?.code == "too-large")
        }
    }

    @Test func `keeps the head of a large body and digests the whole`() async throws {
        let whole = try await Self.parts([[0x61], [0x62, 0x63]]).collectHead(2, limit: 10)
        #expect(whole.head == [0x61, 0x62])
        #expect(whole.length == 3)
        #expect(whole.complete)
        #expect(whole.sha256?.prefix(4) == [0xba, 0x78, 0x16, 0xbf])  // of "abc", FIPS 180
        let cut = try await Self.parts([[1, 2], [3, 4]]).collectHead(1, limit: 3)
        #expect(cut.head == [1])
        #expect(!cut.complete)
        #expect(cut.sha256 == nil)
    }

    @Test func `a writer runs no further ahead than one part`() async throws {
        let written = Atomic<Int>(0)
        let stream = HTTPBodyStream.writing { writer in
            for index in 0..<100 {
                try await writer.write([UInt8(index)])
                written.store(index + 1, ordering: .relaxed)
            }
        }
        #expect(try await stream.next() == [0])
        #expect(written.load(ordering: .relaxed) <= 2)
        var count = 1
        while try await stream.next() != nil { count += 1 }
        #expect(count == 100)
        #expect(try await stream.next() == nil)
    }

    @Test func `what the writer throws reaches the reader`() async throws {
        let stream = HTTPBodyStream.writing { writer in
            try await writer.write([1])
            throw TestFailure("broken")
        }
        #expect(try await stream.next() == [1])
        await #expect(throws: TestFailure.self) { _ = try await stream.next() }
    }

    @Test func `letting go of a stream cancels its writer`() async throws {
        let isCancelled = Atomic<Bool>(false)
        var stream: HTTPBodyStream? = .writing { writer in
            do {
                while true { try await writer.write([1]) }
            } catch {
                isCancelled.store(true, ordering: .relaxed)
            }
        }
        _ = try await stream?.next()
        stream = nil
        try await eventually("the writer goes on") { isCancelled.load(ordering: .relaxed) }
    }

    @Test func `cancelling the reader ends its waiting`() async throws {
        let stream = HTTPBodyStream.writing { _ in try await Task.sleep(nanoseconds: 60_000_000_000) }
        let reader = Task { try await stream.next() }
        reader.cancel()
        await #expect(throws: CancellationError.self) { _ = try await reader.value }
    }
}
