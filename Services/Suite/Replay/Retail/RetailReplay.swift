package import Core
import JSON

/// Plays the Online Retail file as a shop through the suite's public door (contract §6).
///
/// Events go in batches over several connections. All events of an order go over the same one, so that none overtakes another:
/// placed, paid, shipped, and what came back after that.
package struct RetailReplay: Sendable {
    private static let lanes = 4
    private static let eventsPerBatch = 150
    private static let bytesPerBatch = 1 << 20

    private let file: RetailFile
    private let door: ShopDoor
    private let output: ReplayOutput
    private let shift: (last: Timestamp?, now: Timestamp)

    /// `limit` is a number of invoices. `keepsDates` leaves the times as the file has them.
    package init(
        path: String, limit: Int?, keepsDates: Bool, door: ShopDoor, clock: any WallClock, output: ReplayOutput
    ) throws {
        file = try RetailFile(path: path, limit: limit)
        self.door = door
        self.output = output
        shift = (keepsDates ? nil : file.last, clock.now())
    }

    /// Whether every event was answered and the suite's equation holds. Throws when the suite cannot be reached or will not
    /// answer.
    package func run() async throws -> Bool {
        _ = try await door.hello()
        var player = Player(file: file, door: door, meter: ProgressMeter(total: file.invoices, unit: "invoices", output: output))
        try await player.play(RetailShop(last: shift.last, now: shift.now))
        let sums = try await door.sums()
        let rate = Int(Double(player.sent) / max(player.seconds, 0.001))
        output.print(
            """
            Played \(Digits.grouped(file.invoices)) invoices as \(RetailShop.source): \(Digits.grouped(player.sent)) events in \
            \(Digits.duration(player.seconds)), \(Digits.grouped(rate)) a second.

            \(player.tally.text)
            The suite's order intake: \(sums.text)

            """)
        let isAnswered = player.tally.answered == player.sent
        if !isAnswered { output.print("Only \(Digits.grouped(player.tally.answered)) events were answered.\n") }
        return sums.isBalanced && isAnswered
    }

    private struct Lane {
        var events: [OutgoingEvent] = []
        var bytes = 0
        var isBusy = false
    }

    private struct Settled: Sendable {
        let lane: Int
        let events: [OutgoingEvent]
        let answers: [DoorAnswer]
    }

    private struct Player {
        let file: RetailFile
        let door: ShopDoor
        let meter: ProgressMeter
        var lanes = [Lane](repeating: Lane(), count: RetailReplay.lanes)
        var tally = ReplayTally()
        var sent = 0
        var seconds = 0.0

        mutating func play(_ shop: RetailShop) async throws {
            var shop = shop
            var invoices = try file.read()
            var player = self
            defer { self = player }
            try await withThrowingTaskGroup(of: Settled.self) { group in
                while let invoice = try invoices.next() {
                    for event in shop.events(of: invoice) {
                        let lane = player.take(event)
                        if player.lanes[lane].events.count >= eventsPerBatch || player.lanes[lane].bytes >= bytesPerBatch {
                            try await player.send(lane, &group)
                        }
                    }
                    player.meter.advance()
                }
                for lane in player.lanes.indices where !player.lanes[lane].events.isEmpty {
                    try await player.send(lane, &group)
                }
                while try await player.settle(&group) {}
            }
            meter.finish()
            player.seconds = meter.seconds
        }

        /// The lane that the event has to wait in.
        private mutating func take(_ event: OutgoingEvent) -> Int {
            let lane = Int(event.key.utf8.reduce(5381) { ($0 &* 33) ^ UInt32($1) } % UInt32(lanes.count))
            lanes[lane].events.append(event)
            lanes[lane].bytes += 300 + 130 * (event.data["lines"]?.array?.count ?? 0)
            return lane
        }

        private mutating func send(_ lane: Int, _ group: inout ThrowingTaskGroup<Settled, any Error>) async throws {
            while lanes[lane].isBusy { _ = try await settle(&group) }
            let events = lanes[lane].events
            lanes[lane] = Lane(isBusy: true)
            sent += events.count
            let door = door
            group.addTask { Settled(lane: lane, events: events, answers: try await door.post(batch: events)) }
        }

        /// Waits for one batch; false when none is on its way.
        private mutating func settle(_ group: inout ThrowingTaskGroup<Settled, any Error>) async throws -> Bool {
            guard let settled = try await group.next() else { return false }
            lanes[settled.lane].isBusy = false
            for (event, answer) in zip(settled.events, settled.answers) { tally.add(event, answer) }
            return true
        }
    }
}
