import Testing

/// What holds for every page.
enum PageRules {
    private static let void: Set<String> = ["meta", "link", "input", "br", "hr", "use", "polyline", "path", "rect", "!doctype"]
    /// Forms for people who are not signed in, who have no token.
    private static let doors: Set<String> = ["/signin", "/signin/code", "/password-reset", "/password-reset/new"]

    /// No inline script or style, nothing from elsewhere, every element closed, every id once, and the session's token in every
    /// form that changes something.
    static func check(_ html: String, _ path: String) {
        var open: [String] = []
        var ids: Set<String> = []
        var unguarded: String?
        for tag in tags(html) {
            for (name, value) in tag.attributes {
                #expect(name != "style" && !name.hasPrefix("on"), "\(path): \(tag)")
                if name == "src" || name == "action" {
                    #expect(value.hasPrefix("/") && !value.hasPrefix("//"), "\(path): \(tag)")
                }
                if name == "href" { #expect(!value.hasPrefix("javascript:") && !value.hasPrefix("data:"), "\(path): \(tag)") }
                if name == "id" { #expect(ids.insert(value).inserted, "\(path): \(tag)") }
            }
            #expect(tag.name != "script" || tag["src"]?.hasPrefix("/assets/") == true, "\(path): \(tag)")
            #expect(tag.name != "style" && tag.name != "img", "\(path): \(tag)")
            if tag.name == "form", tag["method"] == "post", !doors.contains(tag["action"] ?? "") { unguarded = tag["action"] }
            if tag.name == "input", tag["name"] == "formToken" { unguarded = nil }
            if tag.name == "/form" { #expect(unguarded == nil, "\(path): no token in the form to \(unguarded ?? "")") }
            if void.contains(tag.name) { continue }
            if tag.name.hasPrefix("/") {
                #expect("/" + (open.popLast() ?? "") == tag.name, "\(path): \(tag)")
            } else {
                open.append(tag.name)
            }
        }
        #expect(open.isEmpty, "\(path): \(open)")
    }

    struct Tag: CustomStringConvertible {
        /// With the slash of an end tag.
        let name: String
        let attributes: [(name: String, value: String)]
        let description: String

        subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
    }

    /// Every tag, as written; attribute values stand in double quotes or are missing.
    static func tags(_ html: String) -> [Tag] {
        html.utf8.split(separator: UInt8(ascii: "<")).dropFirst(html.hasPrefix("<") ? 0 : 1).compactMap { part in
            guard let end = part.firstIndex(of: UInt8(ascii: ">")) else { return nil }
            let text = part[..<end]
            let name = text.prefix { $0 != UInt8(ascii: " ") }
            return Tag(name: String(name) ?? "", attributes: attributes(text[name.endIndex...]), description: String(text) ?? "")
        }
    }

    private static func attributes(_ text: Substring.UTF8View) -> [(name: String, value: String)] {
        var rest = text
        var attributes: [(name: String, value: String)] = []
        while true {
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "/") }
            let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: " ") }
            if name.isEmpty { return attributes }
            rest = rest[name.endIndex...]
            guard rest.first == UInt8(ascii: "=") else {
                attributes.append((String(name) ?? "", ""))
                continue
            }
            rest = rest.dropFirst()
            let quote = rest.first
            #expect(quote == UInt8(ascii: "\""), "an attribute without quotes: \(String(text) ?? "")")
            let value = rest.dropFirst().prefix { $0 != quote }
            attributes.append((String(name) ?? "", String(value) ?? ""))
            rest = rest[value.endIndex...].dropFirst()
        }
    }
}
