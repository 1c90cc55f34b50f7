import QRCodes
import Testing

@Suite struct QRCodeTests {
    @Test func `a short text is a square of the smallest size, with the three marks that cameras look for`() throws {
        let code = try #require(QRCode("Relata"))
        #expect(code.side == 21)
        let mark = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
        for (left, top) in [(0, 0), (14, 0), (0, 14)] {
            for row in 0..<7 {
                let line = (0..<7).map { code.isDark(column: left + $0, row: top + row) ? "1" : "0" }.joined()
                #expect(line == mark[row])
            }
        }
        #expect(QRCode("Relata") == code && QRCode("Relate") != code)
    }

    @Test func `the path draws every dark module once`() throws {
        let code = try #require(QRCode("otpauth://totp/Relata:anna?secret=JBSWY3DPEHPK3PXP&issuer=Relata"))
        var drawn: Set<Int> = []
        for run in code.path(quiet: 4).split(separator: "M") {
            let match = try #require(run.wholeMatch(of: #/(\d+) (\d+)h(\d+)v1h-(\d+)z/#))
            let (x, y, width) = (try #require(Int(match.1)), try #require(Int(match.2)), try #require(Int(match.3)))
            #expect(match.3 == match.4)
            for column in x..<x + width { #expect(drawn.insert((y - 4) * code.side + column - 4).inserted) }
        }
        let dark = (0..<code.side * code.side).filter { code.isDark(column: $0 % code.side, row: $0 / code.side) }
        #expect(drawn.sorted() == dark)
    }

    @Test func `what no code can hold is none`() {
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "x", count: 5000)) == nil)
    }
}
