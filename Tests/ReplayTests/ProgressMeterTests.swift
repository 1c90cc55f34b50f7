import Synchronization
import Testing

@testable import Replay

@Suite struct ProgressMeterTests {
    @Test(arguments: [
        (0, 100, 0.0, false, "  0 %  0 of 100 invoices"), (25, 100, 5.0, false, " 25 %  25 of 100 invoices  5.0/s  15 s left"),
        (12_500, 25_000, 50.0, false, " 50 %  12,500 of 25,000 invoices  250/s  50 s left"),
        (1_000, 500_000, 10.0, false, "  0 %  1,000 of 500,000 invoices  100/s  1:23:10 h left"),
        (100, 100, 400.0, false, "100 %  100 of 100 invoices  0.2/s"),
        (50, 100, 100.0, true, "[===============>              ]   50 %  50 of 100 invoices  0.5/s  1:40 min left"),
        (100, 100, 1.0, true, "[==============================]  100 %  100 of 100 invoices  100/s"),
        (0, 0, 1.0, false, "100 %  0 of 0 invoices"),
    ])
    func `shows share, count, rate and time left`(done: Int, total: Int, seconds: Double, withBar: Bool, line: String) {
        #expect(ProgressMeter.line(done: done, total: total, seconds: seconds, unit: "invoices", withBar: withBar) == line)
    }

    @Test func `writes over its line on a terminal, and whole lines elsewhere`() {
        for isTerminal in [true, false] {
            let printed = Mutex("")
            let output = ReplayOutput(isTerminal: isTerminal) { text in printed.withLock { $0 += text } }
            let meter = ProgressMeter(total: 2, unit: "orders", output: output)
            meter.advance()
            meter.advance()
            meter.finish()
            let text = printed.withLock { $0 }
            #expect(text.contains("\r") == isTerminal)
            #expect(text.hasSuffix("\n"))
            #expect(text.contains("2 of 2 orders"))
        }
    }
}
