package import HTML

/// Columns over time: one value, or several that add up, for each day. What is drawn is also said in a sentence, and the numbers
/// stand in a table below, for everybody.
package struct Chart: Sendable {
    package struct Series: Sendable {
        let name: String
        let values: [Int]
        let tone: Tone

        /// One value for each label of the chart.
        package init(_ name: String, _ values: [Int], _ tone: Tone = .info) {
            (self.name, self.values, self.tone) = (name, values, tone)
        }
    }

    /// What a chart says beside its numbers.
    package struct Words: Sendable {
        let title: String
        /// What is to be seen, in a sentence.
        let summary: String
        /// Over the labels in the table: `Day`.
        let label: String
        /// Opens the table: `As numbers`.
        let asNumbers: String

        package init(title: String, summary: String, label: String, asNumbers: String) {
            (self.title, self.summary, self.label, self.asNumbers) = (title, summary, label, asNumbers)
        }
    }

    private static let height = 120
    private static let step = 20

    private let words: Words
    private let labels: [String]
    private let series: [Series]
    private let number: @Sendable (Int) -> String

    /// `number` writes a value for people.
    package init(_ words: Words, labels: [String], series: [Series], number: @escaping @Sendable (Int) -> String) {
        (self.words, self.labels, self.series, self.number) = (words, labels, series, number)
    }

    package var html: HTML {
        """
        <figure class="chart">\(drawing)\(axis)\(legend)<details><summary>\(words.asNumbers)</summary>\(table)</details></figure>
        """
    }

    private func value(_ series: Series, _ index: Int) -> Int { index < series.values.count ? max(0, series.values[index]) : 0 }

    private var highest: Int {
        max(1, labels.indices.map { index in series.reduce(0) { $0 + value($1, index) } }.max() ?? 1)
    }

    private var drawing: HTML {
        let top = highest
        let columns: [HTML] = labels.enumerated().map { index, label in
            var base = Self.height
            let parts: [HTML] = series.map { one in
                let value = value(one, index)
                // What is there is seen, however little it is.
                let size = value == 0 ? 0 : max(2, value * (Self.height - 4) / top)
                base -= size
                guard size > 0 else { return .empty }
                return """
                    <rect class="\(one.tone.rawValue)" x="\(String(index * Self.step + 3))" y="\(String(base))" \
                    width="\(String(Self.step - 6))" height="\(String(size))"/>
                    """
            }
            let told = series.map { "\(number(value($0, index))) \($0.name)" }.joined(separator: ", ")
            return """
                <g><title>\(label): \(told)</title><rect class="room" x="\(String(index * Self.step))" y="0" \
                width="\(String(Self.step))" height="\(String(Self.height))"/>\(parts)</g>
                """
        }
        return """
            <svg viewBox="0 0 \(String(labels.count * Self.step)) \(String(Self.height))" preserveAspectRatio="none" role="img" \
            aria-label="\(words.title). \(words.summary)">\(columns)</svg>
            """
    }

    private var axis: HTML {
        let first = labels.first ?? ""
        let last = labels.last ?? ""
        return """
            <p class="axis" aria-hidden="true"><span>\(first)</span><span>\(words.summary)</span><span>\(last)</span></p>
            """
    }

    private var legend: HTML? {
        guard series.count > 1 else { return nil }
        let items: [HTML] = series.map { "<li class=\"\($0.tone.rawValue)\">\($0.name)</li>" }
        return "<ul class=\"legend\" aria-hidden=\"true\">\(items)</ul>"
    }

    private var table: HTML {
        let columns = [Table.Column(words.label)] + series.map { Table.Column($0.name, number: true) }
        let rows = labels.enumerated().map { index, label in
            Table.Row(["\(label)"] + series.map { "\(number(value($0, index)))" })
        }
        return Table(words.title, columns, rows).html
    }
}

/// Shares of a whole as bars beside their names and numbers: a table that can be seen.
package struct BarList: Sendable {
    package struct Bar: Sendable {
        let name: HTML
        let value: Int
        let shown: String
        let tone: Tone

        package init(_ name: HTML, _ value: Int, shown: String, _ tone: Tone = .info) {
            (self.name, self.value, self.shown, self.tone) = (name, value, shown, tone)
        }
    }

    private let label: String
    private let bars: [Bar]

    package init(_ label: String, _ bars: [Bar]) {
        (self.label, self.bars) = (label, bars)
    }

    package var html: HTML {
        let top = max(1, bars.map(\.value).max() ?? 1)
        let rows: [HTML] = bars.map { bar in
            let width = bar.value == 0 ? 0 : max(1, bar.value * 100 / top)
            return """
                <tr><th scope="row">\(bar.name)</th><td><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
                <rect class="\(bar.tone.rawValue)" x="0" y="0" width="\(String(width))" height="8"/></svg></td>\
                <td class="num">\(bar.shown)</td></tr>
                """
        }
        return "<table class=\"barlist\" aria-label=\"\(label)\"><tbody>\(rows)</tbody></table>"
    }
}
