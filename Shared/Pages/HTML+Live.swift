package import HTML

extension HTML {
    /// A part of a page that is fetched anew when one of the things changes; they are named as `/live` takes them. `name` is the part's
    /// own on its page. `from` is where it stands alone, or in another page, so that its own page need not be drawn anew for it. Nothing of it is seen: what is in it stands where it would stand without.
    package static func live(_ name: String, on things: [String], from path: String? = nil, _ content: HTML) -> HTML {
        let place: HTML? = path.map { " data-from=\"\(url: $0)\"" }
        return "<div class=\"live\" id=\"live-\(name)\" data-live=\"\(things.joined(separator: " "))\"\(place)>\(content)</div>"
    }
}
