package import HTML

/// Forms, buttons and search.
extension HTML {
    package enum Weight: String, Sendable {
        /// The one main action of a page.
        case main = "go"
        case plain = ""
        /// What is seldom done or takes something away.
        case quiet = "bare"
    }

    /// A button that sends its form; `name` and `value` tell which of several it was.
    package static func button(
        _ title: String, _ weight: Weight = .plain, icon: Icon? = nil, name: String? = nil, value: String = ""
    ) -> HTML {
        let pair: HTML? = name.map { " name=\"\($0)\" value=\"\(value)\"" }
        return "<button class=\"btn \(weight.rawValue)\"\(pair)>\(icon?.html)\(title)</button>"
    }

    /// A link that looks like a button.
    package static func buttonLink(_ title: String, _ path: String, _ weight: Weight = .plain, icon: Icon? = nil) -> HTML {
        "<a class=\"btn \(weight.rawValue)\" href=\"\(url: path)\">\(icon?.html)\(title)</a>"
    }

    package static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    /// A form that changes something: always POST. `hidden` carries the form token.
    package static func form(_ path: String, hidden: HTML, fields: [Field], actions: [HTML]) -> HTML {
        let inputs = fields.map(\.html)
        return """
            <form class="stack" method="post" action="\(url: path)">\(hidden)\(inputs)<div class="chips">\(actions)</div></form>
            """
    }

    /// Conditions of one list, by GET, folded under their title until they are wanted; `hidden` keeps its other conditions and
    /// `reset` leads to the list without these.
    package static func filterForm(
        _ path: String, title: String, isOpen: Bool, hidden: HTML, fields: [Field], submit: String,
        reset: (title: String, path: String)?
    ) -> HTML {
        let inputs = fields.map(\.html)
        let clear: HTML? = reset.map { .buttonLink($0.title, $0.path, .quiet) }
        return """
            <details class="filters"\(" open", when: isOpen)><summary>\(Icon.filter.html)\(title)</summary>\
            <form action="\(url: path)">\(hidden)\(inputs)<div class="chips">\(button(submit))\(clear)</div></form>\
            </details>
            """
    }

    /// Search within one list, by GET as `q`; `hidden` keeps its other conditions.
    package static func searchForm(_ path: String, value: String, label: String, hint: String, hidden: HTML = .empty) -> HTML {
        """
        <form class="search" role="search" action="\(url: path)">\(hidden)<span class="find">\(Icon.search.html)\
        <input type="search" name="q" value="\(value)" aria-label="\(label)" placeholder="\(hint)">\
        </span><button class="btn">\(label)</button></form>
        """
    }
}
