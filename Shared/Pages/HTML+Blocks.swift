package import HTML

/// A term and what it is: a line of `HTML.facts`.
package struct Fact: Sendable {
    let term: String
    let value: HTML

    package init(_ term: String, _ value: HTML) {
        self.term = term
        self.value = value
    }
}

/// One of several views of a list.
package struct Tab: Sendable {
    let title: String
    let path: String
    let isCurrent: Bool
    let count: String?

    package init(_ title: String, path: String, isCurrent: Bool, count: String? = nil) {
        (self.title, self.path, self.isCurrent, self.count) = (title, path, isCurrent, count)
    }
}

/// The blocks that a page is made of.
extension HTML {
    /// A titled block. `beside` stands at the title: a count, a tag. `freshness` at the end of the line. `flush` for content
    /// that brings its own edges: tables, timelines. A link to `#id` leads to the block, with the keyboard too.
    package static func card(
        _ title: String, id: String? = nil, beside: HTML = .empty, freshness: HTML = .empty, flush: Bool = false, _ content: HTML
    ) -> HTML {
        let mark: HTML? = id.map { " id=\"\($0)\" tabindex=\"-1\"" }
        return """
            <section class="card"\(mark)><header><h2>\(title)</h2>\(beside)\(freshness)</header><div class="in\(" flush", when: flush)">\
            \(content)</div></section>
            """
    }

    /// A block that needs no title, as the page's says it.
    package static func panel(_ content: HTML) -> HTML {
        "<section class=\"card\"><div class=\"in flush\">\(content)</div></section>"
    }

    /// Terms and what they are; `numbers` aligns the values at the end, for money.
    package static func facts(_ facts: [Fact], numbers: Bool = false) -> HTML {
        let lines: [HTML] = facts.map { "<dt>\($0.term)</dt><dd\(" class=\"num\"", when: numbers)>\($0.value)</dd>" }
        return "<dl class=\"facts\(" wide", when: numbers)\">\(lines)</dl>"
    }

    /// One figure with its name; `below` says what to think of it, `trend` draws the last values, oldest first.
    package static func tile(_ title: String, _ value: String, below: String? = nil, trend: [Double] = []) -> HTML {
        let text: HTML? = below.map { "<p class=\"muted small\">\($0)</p>" }
        return "<div class=\"tile\"><h2 class=\"muted\">\(title)</h2><p class=\"v\">\(value)</p>\(text)\(spark(trend))</div>"
    }

    package static func tiles(_ tiles: [HTML]) -> HTML {
        "<div class=\"tiles\">\(tiles)</div>"
    }

    /// A whole and the parts that make it up, read as a sentence: `25 934 принято = 25 900 заказы + 28 ждут`.
    package static func equation(
        total: (value: String, label: String), parts: [(value: String, label: String)], verdict: HTML = .empty
    ) -> HTML {
        let terms: [HTML] = parts.map { term($0) }
        return """
            <div class="sum">\(term(total))<span class="op">=</span>\(terms.joined(separator: "<span class=\"op\">+</span>"))\
            <span class="verdict">\(verdict)</span></div>
            """
    }

    /// Views of one list. The current one is marked.
    package static func tabs(_ tabs: [(title: String, path: String, current: Bool)], label: String) -> HTML {
        let links: [HTML] = tabs.map {
            "<a href=\"\(url: $0.path)\"\(" aria-current=\"page\"", when: $0.current)>\($0.title)</a>"
        }
        return "<nav class=\"tabs\" aria-label=\"\(label)\">\(links)</nav>"
    }

    /// Views of one list, some with how much is in them. The current one is marked; `more` stands behind them.
    package static func tabs(_ tabs: [Tab], label: String, more: HTML = .empty) -> HTML {
        let links: [HTML] = tabs.map { tab in
            let count: HTML? = tab.count.map { " <span class=\"tag\">\($0)</span>" }
            return "<a href=\"\(url: tab.path)\"\(" aria-current=\"page\"", when: tab.isCurrent)>\(tab.title)\(count)</a>"
        }
        return "<div class=\"viewbar\"><nav class=\"tabs\" aria-label=\"\(label)\">\(links)</nav>\(more)</div>"
    }

    /// To the pages before and after; `nil` where there is none. Nothing when there is neither. With `adds`, a script puts the
    /// later page below this one.
    package static func pager(
        earlier: (title: String, path: String)?, later: (title: String, path: String)?, label: String, adds: Bool = false
    ) -> HTML {
        guard earlier != nil || later != nil else { return .empty }
        let back: HTML? = earlier.map { "<a class=\"btn\" rel=\"prev\" href=\"\(url: $0.path)\">\($0.title)</a>" }
        let next: HTML? = later.map { "<a class=\"btn\" rel=\"next\" href=\"\(url: $0.path)\">\($0.title)\(Icon.arrow.html)</a>" }
        return "<nav class=\"pager\" aria-label=\"\(label)\"\(" data-more=\"yes\"", when: adds)>\(back)\(next)</nav>"
    }

    /// Blocks one below the other.
    package static func stack(_ blocks: [HTML]) -> HTML {
        "<div class=\"stack\">\(blocks)</div>"
    }

    /// The main thing and, beside it, what belongs to it; below each other where it is narrow.
    package static func two(_ main: HTML, _ side: HTML) -> HTML {
        "<div class=\"two\">\(main)\(side)</div>"
    }

    /// Facts, the main thing, next steps; on a phone the next steps come first.
    package static func three(_ left: HTML, _ main: HTML, _ right: HTML) -> HTML {
        "<div class=\"three\">\(left)\(main)\(right)</div>"
    }

    private static func term(_ term: (value: String, label: String)) -> HTML {
        "<span><b>\(term.value)</b> <span class=\"muted\">\(term.label)</span></span>"
    }

    private static func spark(_ values: [Double]) -> HTML? {
        guard values.count > 1, let low = values.min(), let high = values.max(), (high - low).isFinite else { return nil }
        let points = values.enumerated().map { index, value in
            let x = index * 100 / (values.count - 1)
            let y = high > low ? 24 - Int((value - low) / (high - low) * 22) : 13
            return "\(x),\(y)"
        }
        return """
            <svg class="spark" viewBox="0 0 100 26" preserveAspectRatio="none" aria-hidden="true"><polyline \
            points="\(points.joined(separator: " "))"/></svg>
            """
    }
}
