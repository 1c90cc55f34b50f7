package import HTML
package import Presentation

/// What stands around the lines of a list and is not the list's own: the gateway keeps it for each person.
package struct ListChrome: Sendable {
    /// Views that people keep, as tabs behind the list's own, and what is done about them.
    package var keptTabs: [Tab] = []
    package var views: HTML = .empty
    /// The choice of columns.
    package var columns: HTML = .empty
    /// What is done with chosen lines; `nil` where nothing can be.
    package var picking: Table.Picking?
    package var bulk: HTML = .empty

    package init() {}
}

extension HTML {
    /// How many lines are shown, told anew when more are loaded. `isAll` where none come behind.
    package static func shown(_ count: Int, isAll: Bool, say: Presenter) -> HTML {
        let text = say(isAll ? .shownCount : .shownFirst, say.number(count))
        return """
            <span class="muted small shown" role="status" data-all="\(say(.shownCount))" data-more="\(say(.shownFirst))">\(text)</span>
            """
    }
}
