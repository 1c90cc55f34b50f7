package import HTML

/// What happened, latest first, by days.
package struct Timeline: Sendable {
    package struct Line: Sendable {
        let icon: Icon
        let text: HTML
        let time: HTML
        let why: HTML?
        let from: String?
        let quote: String?

        /// `text` is the sentence, `time` a `HTML.moment`, `why` who did it or why, `from` what says so, for those who ask (shown where
        /// one points at the sign), `quote` what somebody said or wrote.
        package init(
            icon: Icon, _ text: HTML, time: HTML, why: HTML? = nil, from: String? = nil, quote: String? = nil
        ) {
            self.icon = icon
            self.text = text
            self.time = time
            self.why = why
            self.from = from
            self.quote = quote
        }
    }

    package struct Day: Sendable {
        let title: String
        let lines: [Line]

        package init(_ title: String, _ lines: [Line]) {
            self.title = title
            self.lines = lines
        }
    }

    private let days: [Day]

    package init(_ days: [Day]) {
        self.days = days
    }

    package var html: HTML {
        let blocks: [HTML] = days.map { day in
            let lines: [HTML] = day.lines.map { line in
                let why: HTML? = line.why.map { "<span class=\"why\">\($0)</span>" }
                let quote: HTML? = line.quote.map { "<q class=\"quote\">\($0)</q>" }
                let from: HTML? = line.from.map { " title=\"\($0)\"" }
                return """
                    <li class="line"><span class="dot"\(from)>\(line.icon.html)</span><span>\(line.text)</span>\(line.time)\
                    \(why)\(quote)</li>
                    """
            }
            return "<h3 class=\"day\">\(day.title)</h3><ul>\(lines)</ul>"
        }
        return "<div class=\"timeline\">\(blocks)</div>"
    }
}
