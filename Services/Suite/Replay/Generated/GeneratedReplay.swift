package import Core

/// Plays a generated day through all of the suite's public doors and says whether everything was answered as the shop's own books
/// have it, whether the equation holds, and whether orders read back are as they have to be.
package struct GeneratedReplay: Sendable {
    private static let sideBySide = 8
    private static let mostReadBack = 50
    private static let mostShown = 20

    private let shop: GeneratedShop
    private let count: Int
    private let door: ShopDoor
    private let output: ReplayOutput

    /// `count` is a number of orders.
    package init(seed: UInt64, count: Int, door: ShopDoor, clock: any WallClock, output: ReplayOutput) {
        shop = GeneratedShop(seed: seed, now: clock.now())
        self.count = count
        self.door = door
        self.output = output
    }

    /// Throws when the suite cannot be reached or will not answer.
    package func run() async throws -> Bool {
        let before = try await door.hello()
        // What the token lacks is to be known before the first event, not in the middle.
        try await door.requireOrderDoor()
        _ = try await door.order(source: shop.source, number: shop.order(0).number)
        let meter = ProgressMeter(total: count, unit: "orders", output: output)
        var report = try await player.play(shop.morning())
        report.add(try await orders(meter))
        report.add(try await player.play(shop.evening()))
        meter.finish()
        let seconds = meter.seconds
        let (read, differences) = try await readBack()
        let sums = try await door.sums()
        let isCounted = sums.received - before.received >= Int64(report.answered)
        output.print(text(report, read: read, differences, sums, seconds: seconds))
        if !isCounted {
            output.print("The suite counts only \(sums.received - before.received) of these events as received.\n")
        }
        return report.surprises.isEmpty && differences.isEmpty && sums.isBalanced && isCounted
    }

    private var player: StoryPlayer { StoryPlayer(door: door) }

    private func orders(_ meter: ProgressMeter) async throws -> StoryPlayer.Report {
        try await withThrowingTaskGroup(of: StoryPlayer.Report.self) { group in
            for first in 0..<Self.sideBySide {
                group.addTask {
                    var report = StoryPlayer.Report()
                    for index in stride(from: first, to: count, by: Self.sideBySide) {
                        report.add(try await player.play(shop.order(index)))
                        meter.advance()
                    }
                    return report
                }
            }
            return try await group.reduce(into: StoryPlayer.Report()) { $0.add($1) }
        }
    }

    /// A sample over the whole day.
    private func readBack() async throws -> (read: Int, differences: [String]) {
        let step = max(1, (count + Self.mostReadBack - 1) / Self.mostReadBack)
        var read = 0
        var differences: [String] = []
        for index in stride(from: 0, to: count, by: step) {
            let story = shop.order(index)
            differences += ReadBack.differences(story, try await door.order(source: shop.source, number: story.number))
            read += 1
        }
        return (read, differences)
    }

    private func text(
        _ report: StoryPlayer.Report, read: Int, _ differences: [String], _ sums: IntakeSums, seconds: Double
    ) -> String {
        let outcomes = DoorAnswer.Outcome.allCases.map { "\(Digits.grouped(report.outcomes[$0, default: 0])) \($0.rawValue)" }
        let codes = report.codes.sorted { $0.key < $1.key }.map { "\($0.key) \(Digits.grouped($0.value))" }
        let events = Digits.grouped(report.answered) + " events"
        var text = """
            Played \(Digits.grouped(count)) orders as \(shop.source) in \(Digits.duration(seconds)): \
            \(outcomes.joined(separator: ", ")).
            Refused: \(codes.joined(separator: ", ")).

            """
        if report.knownBefore > 0 {
            let isAll = report.outcomes[.accepted, default: 0] + report.outcomes[.waiting, default: 0] == 0
            text +=
                isAll
                ? "This day was played before: nothing was taken anew, and nothing changed.\n"
                : "Part of this day was played before: \(Digits.grouped(report.knownBefore)) events were known.\n"
        }
        text +=
            report.surprises.isEmpty
            ? "\(events), all as expected.\n"
            : "\(Digits.grouped(report.surprises.count)) of \(events) were answered otherwise than expected:\n"
                + Self.list(report.surprises.map(\.description))
        text +=
            differences.isEmpty
            ? "\(read) orders read back, all as expected.\n"
            : "Of \(read) orders read back, these differ:\n" + Self.list(differences)
        return text + "The suite's order intake: \(sums.text)\n"
    }

    private static func list(_ lines: [String]) -> String {
        let more = lines.count - mostShown
        return lines.prefix(mostShown).map { "  \($0)\n" }.joined() + (more > 0 ? "  … and \(more) more\n" : "")
    }
}
