import Core
import HTML
import OrdersAPI
import Pages
import Presentation

/// What happened to an order, the latest first, each with the event that told it.
struct OrderHistory {
    let order: OrderResource
    let words: OrderWords

    private var presenter: Presenter { words.presenter }

    var card: HTML {
        guard let history = order.history else { return .card(presenter(.history), "<p>\(words.hidden)</p>") }
        var days: [(title: String, lines: [Timeline.Line])] = []
        let latest = history.enumerated().sorted { ($0.element.time, $0.offset) > ($1.element.time, $1.offset) }
        for (_, entry) in latest {
            let title = presenter.day(entry.time, now: words.now)
            if days.last?.title != title { days.append((title, [])) }
            days[days.count - 1].lines.append(line(entry))
        }
        let timeline = Timeline(days.map { Timeline.Day($0.title, $0.lines) })
        return .card(presenter(.history), flush: true, timeline.html)
    }

    private func line(_ entry: OrderHistoryEntry) -> Timeline.Line {
        let amount = entry.what.amount.map { presenter.money($0) }
        let (icon, text): (Icon, String) =
            switch entry.kind {
            case "placed": (.cart, amount.map { presenter(.stepPlaced, $0) } ?? presenter(.stepPlacedOnly))
            case "paid": (.card, presenter(.stepPaid, amount ?? ""))
            case "refunded": (.undo, presenter(.stepRefunded, amount ?? ""))
            case "shipped": (.truck, presenter(.stepShipped, parts(entry)))
            case "delivered": (.parcel, presenter(.stepDelivered, parts(entry)))
            case "cancelled": (.x, presenter(.stepCancelled, parts(entry)))
            default: (.undo, presenter(.stepReturned, parts(entry)))
            }
        return Timeline.Line(
            icon: icon, HTML(escaping: text),
            time: .moment(presenter.time(entry.time), exact: presenter.exact(entry.time)),
            from: presenter(.becauseOf, entry.eventID), quote: entry.what.reason)
    }

    /// `2 × Tea, 1,5 × Coffee`; of many lines their number alone.
    private func parts(_ entry: OrderHistoryEntry) -> String {
        let parts = entry.what.lines ?? []
        guard parts.count <= 3 else { return presenter(.lineCount, parts.count) }
        return parts.map { part in
            let line = order.lines.first { $0.line == part.line }
            return words.quantity(part.quantity) + " × " + (line?.name ?? line?.sku ?? String(part.line))
        }.joined(separator: ", ")
    }
}
