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
        /// What the line is called when it is chosen, and how it is told from others.
        let pick: (key: String, name: String)?

        /// `pick` is `nil` for a line that cannot be chosen.
        package init(_ cells: [HTML], selected: Bool = false, pick: (key: String, name: String)? = nil) {
            self.cells = cells
            isSelected = selected
            self.pick = pick
        }
    }

    /// How lines are chosen for what is done with many: boxes of the form of this id, called `pick-KEY`.
    package struct Picking: Sendable {
        package static let prefix = "pick-"

        let form: String
        let all: String
        let one: @Sendable (String) -> String

        /// `all` names the box of all lines, `one` that of the line with this name.
        package init(form: String, all: String, one: @escaping @Sendable (String) -> String) {
            (self.form, self.all, self.one) = (form, all, one)
        }
    }

    private let label: String
    private let columns: [Column]
    private let rows: [Row]
    private let picking: Picking?

    /// `label` names the list for a screen reader.
    package init(_ label: String, _ columns: [Column], _ rows: [Row], picking: Picking? = nil) {
        self.picking = picking
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
            return "<tr\(" class=\"selected\"", when: row.isSelected)>\(box(of: row))\(cells)</tr>"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">\
            <table class="grid"><thead><tr>\(boxOfAll)\(heads)</tr></thead><tbody>\(lines)</tbody></table></div>
            """
    }

    private func box(of row: Row) -> HTML? {
        guard let picking else { return nil }
        let box: HTML? = row.pick.map { pick in
            """
            <input type="checkbox" name="\(Picking.prefix + pick.key)" value="on" form="\(picking.form)" \
            aria-label="\(picking.one(pick.name))" autocomplete="off">
            """
        }
        return "<td class=\"pick\">\(box)</td>"
    }

    /// Shown once its script runs: without one it could do nothing.
    private var boxOfAll: HTML? {
        picking.map { picking in
            """
            <th scope="col" class="pick"><input type="checkbox" class="all" aria-label="\(picking.all)" autocomplete="off" hidden></th>
            """
        }
    }
}
