import JSON

/// What goes wrong between a shop and the suite: order of arrival, repetition, contradiction, and too much of something.
extension Plot {
    /// Everything arrives before the order itself.
    static func causesLast(_ story: inout StoryWriter, _ cart: Cart) {
        let placed = story.placed(cart)
        let paid = story.paid(cart.total)
        let shipped = story.shipped()
        let delivered = story.delivered()
        story.send(story.dice.chance(50) ? delivered : shipped)
        story.send(paid)
        story.send(placed)
        story.send(delivered)
        story.send(shipped)
        if story.dice.chance(40) { story.send(story.refunded(cart.total)) }
    }

    /// A delivery of a parcel, and goods brought back, before anybody said that it was sent.
    static func deliveryFirst(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        let first = story.shipped("1", [cart.all(of: 1)])
        let second = story.shipped("2", [cart.all(of: 2)])
        story.send(second)
        story.send(story.delivered("1"))
        story.send(story.returned([cart.all(of: 1)]))
        story.send(story.paid(cart.total))
        if story.dice.chance(80) { story.send(first) }
    }

    static func neverPlaced(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.paid(cart.total))
        story.send(story.cancelled())
    }

    /// The same events again, under their own ids and under others.
    static func toldTwice(_ story: inout StoryWriter, _ cart: Cart) {
        let parts = [
            story.placed(cart), story.paid(cart.total), story.shipped("1", [cart.all(of: 1)]), story.refunded(cart.total / 2),
            story.returned([cart.half(of: 1)]),
        ]
        for part in parts {
            story.send(part)
            if story.dice.chance(60) { story.send(part) }
            var other = part
            other.id += "-resent"
            story.send(other)
        }
        let early = story.paid(700, "2")
        story.send(early)
        story.send(early, by: .batch)
        story.send(early, by: .batch)
    }

    /// The same names with another content.
    static func saidOtherwise(_ story: inout StoryWriter, _ cart: Cart) {
        func changed(_ draft: StoryWriter.Draft, _ saying: Saying, _ field: String, _ value: JSONValue, id: String? = nil)
            -> StoryWriter.Draft
        {
            var draft = draft
            draft.saying = saying
            draft.data.set(field, value)
            if let id { draft.id += id }
            return draft
        }
        let placed = story.placed(cart)
        story.send(placed)
        story.send(changed(placed, placed.saying, "note", "Changed under the same event."))
        story.send(changed(placed, placed.saying, "note", "Changed under the same number.", id: "-other"))
        let paid = story.paid(cart.total)
        story.send(paid)
        if case .paid(let reference, let amount) = paid.saying {
            let saying = Saying.paid(reference: reference, amount: amount + 1)
            story.send(changed(paid, saying, "amount", .number(JSONNumber(amount + 1))))
            story.send(changed(paid, saying, "amount", .number(JSONNumber(amount + 1)), id: "-other"))
        }
        let shipped = story.shipped("1", [cart.all(of: 1)])
        story.send(shipped)
        story.send(changed(shipped, shipped.saying, "carrier", "Another", id: "-other"))
        let returned = story.returned([cart.half(of: 1)])
        story.send(returned)
        story.send(changed(returned, returned.saying, "reason", "another", id: "-other"))
    }

    /// More of something than there is.
    static func tooMuch(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        story.send(story.refunded(1, "early"))
        story.send(story.paid(cart.total))
        story.send(story.refunded(cart.total + 1, "much"))
        let twice = Saying.Part(line: 1, quantity: cart.lines[0].quantity * 2)
        story.send(story.shipped("much", [twice]))
        story.send(story.cancelled([cart.all(of: 2), twice], "much"))
        story.send(story.shipped("unknown", [Saying.Part(line: 77, quantity: 1000)]))
        story.send(story.shipped("1", [cart.all(of: 1)]))
        story.send(story.returned([twice], "much"))
        story.send(story.shipped("again", [cart.half(of: 1)]))
        story.send(story.refunded(cart.total))
    }

    /// What the order's state forbids.
    static func tooLate(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        if story.dice.chance(50) {
            story.send(story.cancelled())
            story.send(story.shipped())
            story.send(story.cancelled(nil, "2"))
            story.send(story.delivered())
            story.send(story.returned([cart.half(of: 1)]))
            // Money may still move.
            story.send(story.paid(cart.total))
            story.send(story.refunded(cart.total))
        } else {
            story.send(story.shipped())
            story.send(story.delivered())
            story.send(story.delivered("1"))
            story.send(story.cancelled())
            story.send(story.shipped("2"))
        }
    }
}
