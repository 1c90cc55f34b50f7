import JSON

/// What becomes of an order of the demo: mostly paid, sent and delivered within days; some are cancelled, come back, or wait for
/// money. Nothing happens later than now.
struct DemoPlot: Sendable {
    private static let hour = 60
    private static let day = 24 * 60

    /// Minutes since it was placed.
    let age: Int

    func tell(_ story: inout StoryWriter) {
        let cart = Cart(story.customer, lines: 1...4, &story.dice)
        var minute = 0
        /// Says it so much later, unless that has not come yet.
        func say(_ draft: StoryWriter.Draft, after minutes: Int) -> Bool {
            minute += minutes
            guard minute <= age else { return false }
            var draft = draft
            draft.minute = minute
            story.send(draft, by: .batch)
            return true
        }
        guard say(story.placed(cart), after: 0) else { return }
        let fate = story.dice.below(100)
        let soon = story.dice.within(3...50)
        let hours = story.dice.within(3...40) * Self.hour
        let days = story.dice.within(1...6) * Self.day
        switch fate {
        // Nobody has paid yet; half of them never will.
        case 0..<6:
            if story.dice.chance(50) { _ = say(story.cancelled(), after: 9 * Self.day) }
        // In two parts, the second of which is awaited.
        case 6..<11:
            guard say(story.paid(cart.total / 2, "1"), after: soon), story.dice.chance(60) else { return }
            guard say(story.paid(cart.total - cart.total / 2, "2"), after: 3 * Self.day) else { return }
            guard say(story.shipped(), after: hours) else { return }
            _ = say(story.delivered(), after: days)
        case 11..<16:
            guard say(story.paid(cart.total), after: soon), say(story.cancelled(), after: hours) else { return }
            _ = say(story.refunded(cart.total), after: Self.hour)
        case 16..<22 where cart.lines.count > 1:
            guard say(story.paid(cart.total), after: soon) else { return }
            guard say(story.shipped("1", [cart.all(of: 1)]), after: hours) else { return }
            guard say(story.shipped("2"), after: Self.day) else { return }
            _ = say(story.delivered(), after: days)
        case 22..<29:
            guard say(story.paid(cart.total), after: soon), say(story.shipped(), after: hours) else { return }
            guard say(story.delivered(), after: days) else { return }
            guard say(story.returned([cart.half(of: 1)]), after: 5 * Self.day) else { return }
            _ = say(story.refunded(cart.lines[0].total / 2), after: 2 * Self.day)
        default:
            guard say(story.paid(cart.total), after: soon), say(story.shipped(), after: hours) else { return }
            _ = say(story.delivered(), after: days)
        }
    }
}
