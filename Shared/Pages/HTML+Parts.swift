package import HTML

/// The small parts: what stands inside cards, tables and heads.
extension HTML {
    /// A short state, coloured only when it means something.
    package static func tag(_ text: String, _ tone: Tone = .plain, icon: Icon? = nil) -> HTML {
        "<span class=\"tag \(tone.rawValue)\">\(icon?.html)\(text)</span>"
    }

    /// A sign that says in its title what it means, also to screen readers.
    package static func sign(_ icon: Icon, _ title: String, _ tone: Tone) -> HTML {
        "<span class=\"sign \(tone.rawValue)\" role=\"img\" aria-label=\"\(title)\" title=\"\(title)\">\(icon.html)</span>"
    }

    /// A condition that reads as a sentence: `Отрасль любая из 3`. `removing` is where the list without it is.
    package static func chip(_ label: String, _ value: String, removing path: String? = nil, removeLabel: String = "") -> HTML {
        let cross: HTML? = path.map { "<a href=\"\(url: $0)\" aria-label=\"\(removeLabel)\">\(Icon.x.html)</a>" }
        return "<span class=\"chip\">\(label) <b>\(value)</b>\(cross)</span>"
    }

    /// One of several views of the same list, as a chip.
    package static func chip(_ label: String, path: String, current: Bool) -> HTML {
        "<a class=\"chip\" href=\"\(url: path)\"\(" aria-current=\"true\"", when: current)>\(label)</a>"
    }

    package static func chips(_ chips: [HTML]) -> HTML {
        "<div class=\"chips\">\(chips)</div>"
    }

    package static func link(_ text: String, _ path: String) -> HTML {
        "<a class=\"link\" href=\"\(url: path)\">\(text)</a>"
    }

    /// A moment in its near form, exact on hover and for machines.
    package static func moment(_ near: String, exact: String) -> HTML {
        "<time datetime=\"\(exact)\" title=\"\(exact)\">\(near)</time>"
    }

    /// How old the block is: green while it follows, amber once it does not.
    package static func freshness(_ text: String, stale: Bool = false) -> HTML {
        "<span class=\"fresh\(" stale", when: stale)\">\(text)</span>"
    }

    /// A person's or company's initials.
    package static func face(_ name: String) -> HTML {
        let words = name.split { !$0.isLetter && !$0.isNumber }
        let initials = words.count > 1 ? words.prefix(2).compactMap(\.first) : Array(name.filter(\.isLetter).prefix(2))
        return "<span class=\"face\" aria-hidden=\"true\">\(String(initials).uppercased())</span>"
    }

    /// A name with its face and, below, who that is.
    package static func who(_ name: String, detail: String? = nil, path: String? = nil) -> HTML {
        let title: HTML = path.map { "<a href=\"\(url: $0)\"><b>\(name)</b></a>" } ?? "<b>\(name)</b>"
        let below: HTML? = detail.map { "<br><span class=\"muted small\">\($0)</span>" }
        return "<span class=\"who\">\(face(name))<span>\(title)\(below)</span></span>"
    }

    /// A sentence that must not be missed, with its sign.
    package static func note(_ content: HTML, _ tone: Tone) -> HTML {
        let icon: Icon =
            switch tone {
            case .good: .check
            case .warn, .bad: .alert
            case .plain, .info: .info
            }
        return "<div class=\"note \(tone.rawValue)\">\(icon.html)<span>\(content)</span></div>"
    }

    /// Nothing is here yet: what that means and the first step.
    package static func empty(_ title: String, _ text: String, action: HTML = .empty) -> HTML {
        "<div class=\"empty\"><p><b>\(title)</b></p><p class=\"muted\">\(text)</p>\(action)</div>"
    }

    /// Text as it was received, every space kept.
    package static func code(_ text: String, label: String) -> HTML {
        "<pre class=\"code\" tabindex=\"0\" role=\"region\" aria-label=\"\(label)\">\(text)</pre>"
    }

    /// The way of a thing through its states: those before `current` are done.
    package static func steps(_ names: [String], current: Int) -> HTML {
        let items: [HTML] = names.enumerated().map { index, name in
            if index < current { return "<li class=\"done\">\(name)</li>" }
            return "<li\(" class=\"now\" aria-current=\"step\"", when: index == current)>\(name)</li>"
        }
        return "<ol class=\"steps\">\(items)</ol>"
    }
}
