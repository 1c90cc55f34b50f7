package import Presentation

/// A place in the navigation. A page module declares its own; the gateway gathers and orders them.
package struct NavigationEntry: Sendable {
    package let title: Phrase
    /// For the bar of a phone, where the title is too long.
    package let short: Phrase?
    package let path: String
    /// The letter that leads here behind g.
    package let key: Character?
    package let icon: Icon
    /// Entries of one group stand together under its heading, in the order given.
    package let group: Phrase?
    /// Whether it is one of the few in the bar of a phone.
    package let onPhone: Bool
    /// How much waits there, already in people's form.
    package var count: String?

    package init(
        _ title: Phrase, short: Phrase? = nil, path: String, key: Character? = nil, icon: Icon, group: Phrase? = nil,
        onPhone: Bool = false,
        count: String? = nil
    ) {
        self.title = title
        self.short = short
        self.path = path
        self.key = key
        self.icon = icon
        self.group = group
        self.onPhone = onPhone
        self.count = count
    }

    /// Whether a page belongs here: it is the place itself or lies below it.
    func holds(_ page: String) -> Bool {
        // Everything lies below the start.
        guard path != "/" else { return page == "/" }
        let page = page.prefix { $0 != "?" && $0 != "#" }
        return page == path || page.hasPrefix(path.hasSuffix("/") ? path : path + "/")
    }
}
