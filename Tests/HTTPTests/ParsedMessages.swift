@testable import HTTP

/// What a parser made of bytes, fed in pieces as a connection does it.
struct ParsedMessages: Equatable {
    struct Message: Equatable {
        var line: String
        var fields: [String]
        var body: [UInt8] = []
        var isWhole = false
    }

    var messages: [Message] = []
    var refusal: Int?

    /// `cuts` are the lengths of the pieces; the last one takes the rest.
    init(requests bytes: [UInt8], cuts: [Int] = []) {
        var parser = RequestParser()
        Self.feed(bytes, cuts) { buffer, start in
            do throws(ProtocolFault) {
                let (event, next) = try parser.next(buffer, from: start)
                switch event {
                case .needsMore: return (next, true)
                case .head:
                    guard let head = parser.takeHead() else { return nil }
                    messages.append(
                        Message(
                            line: "\(head.method.rawValue) \(head.target)", fields: head.fields.map { "\($0.name)=\($0.value)" }))
                case .body(let range): messages[messages.count - 1].body += buffer[range]
                case .end:
                    messages[messages.count - 1].isWhole = true
                    parser.beginNext()
                }
                return (next, false)
            } catch {
                refusal = error.status
                return nil
            }
        }
    }

    /// One response.
    init(response bytes: [UInt8], cuts: [Int] = [], answersHead: Bool = false, closes: Bool = false) {
        var parser = ResponseParser(answersHead: answersHead)
        Self.feed(bytes, cuts) { buffer, start in
            do throws(ProtocolFault) {
                let (event, next) = try parser.next(buffer, from: start)
                switch event {
                case .needsMore: return (next, true)
                case .head:
                    guard let head = parser.takeHead() else { return nil }
                    messages.append(Message(line: "\(head.status)", fields: head.fields.map { "\($0.name)=\($0.value)" }))
                case .body(let range): messages[messages.count - 1].body += buffer[range]
                case .end:
                    messages[messages.count - 1].isWhole = true
                    return nil
                }
                return (next, false)
            } catch {
                refusal = error.status
                return nil
            }
        }
        if closes, parser.close(), !messages.isEmpty { messages[messages.count - 1].isWhole = true }
    }

    /// Gives the step all bytes of the pieces that have come and were not used up; it returns where the rest begins and whether it needs
    /// more, or nil when it is done.
    private static func feed(_ bytes: [UInt8], _ cuts: [Int], _ step: (UnsafeBufferPointer<UInt8>, Int) -> (Int, Bool)?) {
        var rest = bytes[...]
        var kept: [UInt8] = []
        for cut in cuts + [bytes.count] where !rest.isEmpty || bytes.isEmpty {
            kept += rest.prefix(cut)
            rest = rest.dropFirst(cut)
            // An exact copy, so that reading past the end is reading past an allocation.
            let exact = Array(kept)
            var start = 0
            var isDone = false
            exact.withUnsafeBufferPointer { buffer in
                while let (next, needsMore) = step(buffer, start) {
                    start = next
                    if needsMore { return }
                }
                isDone = true
            }
            if isDone { return }
            kept.removeFirst(start)
        }
    }
}

/// A generator that always gives the same numbers for a seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
