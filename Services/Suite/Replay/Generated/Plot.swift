import JSON

/// What can happen to an order. Each is told once before chance decides, so that a day of `allCases.count` orders has them all.
enum Plot: String, CaseIterable, Sendable {
    case plain, enteredByHand, partPayments, overpaid, severalParcels, cancelledWhole, cancelledInPart, broughtBack
    case causesLast, deliveryFirst, neverPlaced, toldTwice, saidOtherwise, tooMuch, tooLate, importedOld, faulty, unreadable

    /// How often each comes, in the manner of a shop: mostly nothing special.
    private static let weights: [(Plot, Int)] = [
        (.plain, 34), (.enteredByHand, 8), (.partPayments, 7), (.overpaid, 3), (.severalParcels, 9), (.cancelledWhole, 5),
        (.cancelledInPart, 5), (.broughtBack, 6), (.causesLast, 6), (.deliveryFirst, 4), (.neverPlaced, 1), (.toldTwice, 4),
        (.saidOtherwise, 2), (.tooMuch, 2), (.tooLate, 2), (.importedOld, 2), (.faulty, 1), (.unreadable, 1),
    ]

    static func draw(_ index: Int, _ dice: inout Dice) -> Plot {
        if index < allCases.count { return allCases[index] }
        var left = dice.below(weights.reduce(0) { $0 + $1.1 })
        for (plot, weight) in weights {
            if left < weight { return plot }
            left -= weight
        }
        return .plain
    }

    func tell(_ writer: inout StoryWriter) {
        var cart = Cart(writer.customer, lines: 1...4, &writer.dice)
        if self != .plain, self != .enteredByHand { cart = Cart(writer.customer, lines: 2...4, &writer.dice) }
        switch self {
        case .plain: Self.plain(&writer, cart)
        case .enteredByHand: Self.enteredByHand(&writer, cart)
        case .partPayments: Self.partPayments(&writer, cart)
        case .overpaid: Self.overpaid(&writer, cart)
        case .severalParcels: Self.severalParcels(&writer, cart)
        case .cancelledWhole: Self.cancelledWhole(&writer, cart)
        case .cancelledInPart: Self.cancelledInPart(&writer, cart)
        case .broughtBack: Self.broughtBack(&writer, cart)
        case .causesLast: Self.causesLast(&writer, cart)
        case .deliveryFirst: Self.deliveryFirst(&writer, cart)
        case .neverPlaced: Self.neverPlaced(&writer, cart)
        case .toldTwice: Self.toldTwice(&writer, cart)
        case .saidOtherwise: Self.saidOtherwise(&writer, cart)
        case .tooMuch: Self.tooMuch(&writer, cart)
        case .tooLate: Self.tooLate(&writer, cart)
        case .importedOld: Self.importedOld(&writer, cart)
        case .faulty: Self.faulty(&writer, cart)
        case .unreadable: Self.unreadable(&writer, cart)
        }
    }
}

/// Days without trouble.
extension Plot {
    fileprivate static func plain(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        guard story.dice.chance(90) else { return }
        story.send(story.paid(cart.total))
        guard story.dice.chance(80) else { return }
        story.send(story.shipped())
        if story.dice.chance(70) { story.send(story.delivered()) }
    }

    /// A clerk's order through `POST /v1/orders`, sent twice by an impatient hand, then changed under the same key.
    fileprivate static func enteredByHand(_ story: inout StoryWriter, _ cart: Cart) {
        var placed = story.placed(cart)
        placed.id = "hand-" + story.number
        placed.data.set("channel", "phone")
        story.send(placed, by: .orders)
        if story.dice.chance(50) { story.send(placed, by: .orders) }
        if story.dice.chance(40) {
            placed.data.set("note", "Another one under the same key.")
            story.send(placed, by: .orders)
        }
        story.send(story.paid(cart.total))
        if story.dice.chance(50) { story.send(story.shipped()) }
    }

    fileprivate static func partPayments(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        story.send(story.paid(cart.total / 3, "1"))
        story.send(story.paid(cart.total / 3, "2"))
        guard story.dice.chance(60) else { return }
        story.send(story.paid(cart.total - cart.total / 3 * 2, "3"))
        story.send(story.shipped())
    }

    fileprivate static func overpaid(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        story.send(story.paid(cart.total + 500))
        if story.dice.chance(50) { story.send(story.refunded(500)) }
        story.send(story.shipped())
        story.send(story.delivered())
    }

    fileprivate static func severalParcels(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        story.send(story.paid(cart.total))
        story.send(story.shipped("1", [cart.half(of: 1)]))
        story.send(story.delivered("1"))
        story.send(story.shipped("2", [cart.all(of: 2)]))
        guard story.dice.chance(70) else { return }
        story.send(story.shipped("3"))
        story.send(story.delivered())
    }

    fileprivate static func cancelledWhole(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        let isPaid = story.dice.chance(60)
        if isPaid { story.send(story.paid(cart.total)) }
        story.send(story.cancelled())
        if isPaid { story.send(story.refunded(cart.total)) }
    }

    fileprivate static func cancelledInPart(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        story.send(story.cancelled([cart.half(of: 1)]))
        story.send(story.paid(cart.total))
        story.send(story.shipped("1", [cart.all(of: 2)]))
        if story.dice.chance(50) {
            // All that is left, which completes what is open.
            story.send(story.cancelled(nil, "2"))
            story.send(story.delivered())
        } else {
            story.send(story.shipped("2"))
            story.send(story.refunded(cart.lines[0].total / 3))
        }
    }

    fileprivate static func broughtBack(_ story: inout StoryWriter, _ cart: Cart) {
        story.send(story.placed(cart))
        story.send(story.paid(cart.total))
        story.send(story.shipped())
        story.send(story.delivered())
        story.send(story.returned([cart.half(of: 1)], "1"))
        guard story.dice.chance(50) else { return story.send(story.refunded(cart.lines[0].total / 2)) }
        var rest = [Saying.Part(line: 1, quantity: cart.lines[0].quantity - cart.half(of: 1).quantity)]
        rest += (2...cart.lines.count).map { cart.all(of: $0) }
        story.send(story.returned(rest, "2"))
        story.send(story.refunded(cart.total))
    }

    /// An order of another system, with its own times; too old for a mail.
    fileprivate static func importedOld(_ story: inout StoryWriter, _ cart: Cart) {
        let day = "2024-0\(story.dice.within(1...9))-1\(story.dice.within(0...9))T"
        func dated(_ draft: StoryWriter.Draft, _ field: String, _ time: String) -> StoryWriter.Draft {
            var draft = draft
            draft.data.set(field, .string(day + time))
            return draft
        }
        story.send(dated(story.placed(cart), "placedAt", "10:15:00+03:00"), withTime: false)
        story.send(dated(story.paid(cart.total), "paidAt", "10:20:30.5+03:00"), withTime: false)
        story.send(dated(story.shipped(), "shippedAt", "15:00:00Z"), withTime: false)
        story.send(dated(story.delivered(), "deliveredAt", "23:59:60Z"), withTime: false)
        story.send(dated(story.returned([cart.half(of: 1)]), "returnedAt", "23:59:60Z"), withTime: false)
        story.send(dated(story.refunded(1), "refundedAt", "23:59:60Z"), withTime: false)
    }
}
