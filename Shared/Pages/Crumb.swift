import HTML

/// A place above the page: a link where there is one to go to.
package struct Crumb: Hashable, Sendable {
    let title: String
    let path: String?

    package init(_ title: String, _ path: String? = nil) {
        self.title = title
        self.path = path
    }

    /// The way down to the page, `label` naming it.
    static func list(_ crumbs: [Crumb], label: String) -> HTML {
        guard !crumbs.isEmpty else { return .empty }
        let items: [HTML] = crumbs.map { crumb in
            let place: HTML = crumb.path.map { "<a href=\"\(url: $0)\">\(crumb.title)</a>" } ?? "\(crumb.title)"
            return "<li>\(place)</li>"
        }
        return "<nav aria-label=\"\(label)\"><ol class=\"crumbs\">\(items)</ol></nav>"
    }
}
