package import HTML

extension HTML {
    /// A part of a page that is fetched anew when one of the things changes; they are named as `/live` takes them. `name` is the part's
    /// own on its page. Nothing of it is seen: what is in it stands where it would stand without.
    package static func live(_ name: String, on things: [String], _ content: HTML) -> HTML {
        "<div class=\"live\" id=\"live-\(name)\" data-live=\"\(things.joined(separator: " "))\">\(content)</div>"
    }
}
