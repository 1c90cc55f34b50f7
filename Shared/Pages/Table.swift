package import HTML

/// A dense list with a head that stays, scrollable by keyboard.
package struct Table: Sendable {
    package struct Column: Sendable {
        let title: HTML
        let isNumber: Bool
        let onPhone: Bool

        /// `number` aligns at the end. `onPhone: false` hides the column where it is narrow.
        package init(_ title: String, number: Bool = false, onPhone: Bool = true) {
            self.init(html: HTML(escaping: title), number: number, onPhone: onPhone)
        }

        /// A head that sorts: `path` is the list in that order; the present order shows its direction.
        package init(_ title: String, sorting path: String, _ order: Order?, number: Bool = false, onPhone: Bool = true) {
            let mark: HTML? = order.map {
                $0 == .ascending ? " <span aria-hidden=\"true\">↑</span>" : " <span aria-hidden=\"true\">↓</span>"
            }
            self.init(html: "<a href=\"\(url: path)\">\(title)\(mark)</a>", number: number, onPhone: onPhone, order: order)
        }

        let order: Order?

        private init(html: HTML, number: Bool, onPhone: Bool, order: Order? = nil) {
            title = html
            isNumber = number
            self.onPhone = onPhone
            self.order = order
        }

        var classes: HTML {
            switch (isNumber, onPhone) {
            case (false, true): ""
            case (true, true): " class=\"num\""
            case (false, false): " class=\"hide-s\""
            case (true, false): " class=\"num hide-s\""
            }
        }
    }

    package enum Order: String, Sendable {
        case ascending, descending
    }

    /// Cells in the order of the columns.
    package struct Row: Sendable {
        let cells: [HTML]
        let isSelected: Bool

        package init(_ cells: [HTML], selected: Bool = false) {
            self.cells = cells
            isSelected = selected
        }
    }

    private let label: String
    private let columns: [Column]
    private let rows: [Row]

    /// `label` names the list for a screen reader.
    package init(_ label: String, _ columns: [Column], _ rows: [Row]) {
        self.label = label
        self.columns = columns
        self.rows = rows
    }

    package var html: HTML {
        let heads: [HTML] = columns.map { column in
            let order: HTML? = column.order.map { " aria-sort=\"\($0.rawValue)\"" }
            return "<th scope=\"col\"\(column.classes)\(order)>\(column.title)</th>"
        }
        let lines: [HTML] = rows.map { row in
            let cells: [HTML] = zip(columns, row.cells).map { column, cell in "<td\(column.classes)>\(cell)</td>" }
            return "<tr\(" class=\"selected\"", when: row.isSelected)>\(cells)</tr>"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">\
            <table class="grid"><thead><tr>\(heads)</tr></thead><tbody>\(lines)</tbody></table></div>
            """
    }
}
