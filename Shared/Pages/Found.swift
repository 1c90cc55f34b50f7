package import HTML

/// Something that a search has found: a place, an action, a record.
package struct Found: Sendable {
    package let title: String
    /// What tells it from others of the name: a phone number, a sum.
    package let detail: String?
    package let path: String
    package let icon: Icon
    /// The id of a dialog of the frame that is opened instead, where scripts run.
    package let dialog: String?

    package init(_ title: String, detail: String? = nil, path: String, icon: Icon, dialog: String? = nil) {
        (self.title, self.detail, self.path, self.icon, self.dialog) = (title, detail, path, icon, dialog)
    }

    package struct Group: Sendable {
        package let title: String
        package let items: [Found]

        package init(_ title: String, _ items: [Found]) {
            (self.title, self.items) = (title, items)
        }
    }

    /// The content of the palette's list: options in groups.
    package static func options(_ groups: [Group]) -> HTML {
        let blocks: [HTML] = groups.enumerated().filter { !$0.element.items.isEmpty }.map { number, group in
            let items: [HTML] = group.items.enumerated().map { index, item in
                let dialog: HTML? = item.dialog.map { " data-run=\"\($0)\"" }
                return """
                    <a class="option" role="option" tabindex="-1" id="found-\(number)-\(index)" href="\(url: item.path)"\(dialog)>\
                    \(item.content)</a>
                    """
            }
            return """
                <div role="group" aria-label="\(group.title)"><h3 aria-hidden="true">\(group.title)</h3>\(items)</div>
                """
        }
        return blocks.joined()
    }

    /// The same as a page shows it, where no script runs.
    package static func results(_ groups: [Group]) -> HTML {
        .stack(
            groups.filter { !$0.items.isEmpty }.map { group in
                let items: [HTML] = group.items.map { "<li><a class=\"option\" href=\"\(url: $0.path)\">\($0.content)</a></li>" }
                return .card(group.title, flush: true, "<ul class=\"options\">\(items)</ul>")
            })
    }

    private var content: HTML {
        let detail: HTML? = detail.map { "<span class=\"detail\">\($0)</span>" }
        return "\(icon.html)<span>\(title)</span>\(detail)"
    }
}
