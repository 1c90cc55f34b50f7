import Testing

@testable import HTTP

@Suite struct RequestParserTests {
    @Test(arguments: StrictCase.accepted) func `accepts`(_ strict: StrictCase) {
        let parsed = ParsedMessages(requests: strict.bytes)
        #expect(parsed.refusal == nil)
        #expect(parsed.messages.count == strict.statuses.count)
        #expect(parsed.messages.allSatisfy { $0.isWhole })
    }

    @Test(arguments: StrictCase.refused) func `refuses`(_ strict: StrictCase) {
        let parsed = ParsedMessages(requests: strict.bytes)
        #expect(parsed.refusal == strict.statuses[0])
        #expect(parsed.messages.allSatisfy { !$0.isWhole })
    }

    @Test(arguments: StrictCase.accepted) func `a cut anywhere changes nothing`(_ strict: StrictCase) {
        let whole = ParsedMessages(requests: strict.bytes)
        for cut in 0...strict.bytes.count {
            #expect(ParsedMessages(requests: strict.bytes, cuts: [cut]) == whole)
        }
        #expect(ParsedMessages(requests: strict.bytes, cuts: Array(repeating: 1, count: strict.bytes.count)) == whole)
    }

    @Test(arguments: StrictCase.refused.filter { $0.bytes.count < 4000 })
    func `what is refused stays refused wherever it is cut`(_ strict: StrictCase) {
        for cut in 0...strict.bytes.count {
            let parsed = ParsedMessages(requests: strict.bytes, cuts: [cut])
            #expect(parsed.refusal != nil, "cut at \(cut)")
            #expect(parsed.messages.allSatisfy { !$0.isWhole }, "cut at \(cut)")
        }
        #expect(ParsedMessages(requests: strict.bytes, cuts: Array(repeating: 1, count: strict.bytes.count)).refusal != nil)
    }

    @Test(arguments: StrictCase.refused) func `what is refused is refused behind a good request too`(_ strict: StrictCase) {
        let good = Array("POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok".utf8)
        let parsed = ParsedMessages(requests: good + strict.bytes)
        #expect(parsed.refusal == strict.statuses[0])
        #expect(parsed.messages.count { $0.isWhole } == 1)
    }

    @Test func `gives the handler no field that Connection names`() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nX-Internal: 1\r\nConnection: x-internal\r\n\r\n"
        #expect(ParsedMessages(requests: Array(text.utf8)).messages.first?.fields == ["Host=a"])
    }

    @Test func `bounds what may stand between chunks`() {
        let chunk = "1;" + String(repeating: "x", count: 1000) + "\r\na\r\n"
        let text =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 40) + "0\r\n\r\n"
        #expect(ParsedMessages(requests: Array(text.utf8)).refusal == 400)
        let trailers =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: "A: b\r\n", count: 1000)
            + "\r\n"
        #expect(ParsedMessages(requests: Array(trailers.utf8)).refusal == 400)
    }

    /// Changes good and bad requests at random places. No mutant may crash the parser or depend on how it is cut, and what is accepted
    /// must hold to the strict table by an independent look at its bytes.
    @Test(arguments: 0..<8 as Range<UInt64>) func `mutants neither crash nor slip through`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let seeds = (StrictCase.accepted + StrictCase.refused).map(\.bytes).filter { $0.count < 600 }
        let spice = Array("\r\n\0 :,;\t\u{7f}0123456789abcfxHT/.#".utf8)
        for _ in 0..<2500 {
            var bytes = seeds.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = spice.randomElement(using: &random)!
                case 1: bytes.insert(spice.randomElement(using: &random)!, at: place)
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(contentsOf: seeds.randomElement(using: &random)!.prefix(40), at: place)
                default: bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            let whole = ParsedMessages(requests: bytes)
            let cuts = (0..<8).map { _ in Int.random(in: 0...40, using: &random) }
            let cut = ParsedMessages(requests: bytes, cuts: cuts)
            if whole.refusal == nil {
                #expect(cut == whole)
                if whole.messages.count == 1 {
                    #expect(IndependentCheck.allows(bytes), "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
                }
            } else {
                #expect(cut.refusal != nil)
            }
        }
    }
}
