package import HTML

/// One labelled input of a form, with its hint and its error tied to it for screen readers.
package struct Field: Sendable {
    package enum Kind: String, Sendable {
        case text, email, tel, password, number, search, date, textarea
    }

    private let name: String
    private let label: String
    private let value: String
    private let kind: Kind
    private let options: [(value: String, title: String)]?
    /// Another one than the name, for a page where two forms have a field of this name.
    package var id: String?
    /// Says what is wrong and what to do.
    package var error: String?
    /// Says what is expected.
    package var hint: String?
    package var isRequired = false
    /// What is offered while one types; anything else can be typed too.
    package var suggestions: [(value: String, title: String)] = []
    /// A token of the HTML standard: `username`, `current-password`, `off`.
    package var autocomplete: String?

    /// `name` is also the id unless another one is given, so it occurs once on a page.
    package init(_ name: String, _ label: String, value: String = "", kind: Kind = .text) {
        (self.name, self.label, self.value, self.kind) = (name, label, value, kind)
        options = nil
    }

    /// One of several.
    package init(_ name: String, _ label: String, value: String, options: [(value: String, title: String)]) {
        (self.name, self.label, self.value, self.kind) = (name, label, value, .text)
        self.options = options
    }

    package func with(_ change: (inout Field) -> Void) -> Field {
        var copy = self
        change(&copy)
        return copy
    }

    package var html: HTML {
        let hint: HTML? = hint.map { "<span class=\"muted small\" id=\"\(place)-hint\">\($0)</span>" }
        let error: HTML? = error.map { "<span class=\"err\" id=\"\(place)-error\">\($0)</span>" }
        return "<div class=\"field\"><label for=\"\(place)\">\(label)</label>\(control)\(hint)\(error)</div>"
    }

    private var place: String { id ?? name }

    private var control: HTML {
        let shared: HTML = "id=\"\(place)\" name=\"\(name)\"\(" required", when: isRequired)\(described)\(completion)"
        if let options {
            let items: [HTML] = options.map { option in
                "<option value=\"\(option.value)\"\(" selected", when: option.value == value)>\(option.title)</option>"
            }
            return "<select \(shared)>\(items)</select>"
        }
        // The parser drops one line feed right after the start tag.
        if kind == .textarea { return "<textarea \(shared) rows=\"8\">\n\(value)</textarea>" }
        let list: HTML? = suggestions.isEmpty ? nil : " list=\"\(place)-list\""
        return "<input \(shared) type=\"\(kind.rawValue)\" value=\"\(value)\"\(list)>\(offered)"
    }

    private var offered: HTML? {
        guard !suggestions.isEmpty else { return nil }
        let items: [HTML] = suggestions.map { "<option value=\"\($0.value)\">\($0.title)</option>" }
        return "<datalist id=\"\(place)-list\">\(items)</datalist>"
    }

    private var described: HTML {
        let ids = [hint.map { _ in "\(place)-hint" }, error.map { _ in "\(place)-error" }].compactMap(\.self)
        guard !ids.isEmpty else { return .empty }
        return "\(" aria-invalid=\"true\"", when: error != nil) aria-describedby=\"\(ids.joined(separator: " "))\""
    }

    private var completion: HTML? {
        autocomplete.map { " autocomplete=\"\($0)\"" }
    }
}
