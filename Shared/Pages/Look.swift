import HTML

/// How a person likes the pages to look and to behave. What is not chosen is left to the browser.
package struct Look: Hashable, Sendable {
    package enum Scheme: String, CaseIterable, Sendable {
        case system, light, dark
    }

    package enum Density: String, CaseIterable, Sendable {
        case regular, compact
    }

    package var scheme: Scheme
    package var density: Density
    /// Whether single keys do something. Who speaks to the computer, or types by accident, switches them off (WCAG 2.1.4).
    package var hasKeys: Bool

    package init(scheme: Scheme = .system, density: Density = .regular, hasKeys: Bool = true) {
        (self.scheme, self.density, self.hasKeys) = (scheme, density, hasKeys)
    }

    /// As a cookie carries it, `dark.compact.keys`, so that the pages before signing in look alike; what cannot be read counts as
    /// not chosen.
    package init(cookie: String?) {
        let parts = (cookie ?? "").split(separator: ".", omittingEmptySubsequences: false)
        self.init(
            scheme: parts.first.flatMap { Scheme(rawValue: String($0)) } ?? .system,
            density: parts.dropFirst().first.flatMap { Density(rawValue: String($0)) } ?? .regular,
            hasKeys: parts.count < 3 || parts[2] != "off")
    }

    package var cookie: String { "\(scheme.rawValue).\(density.rawValue).\(hasKeys ? "keys" : "off")" }

    /// For the root of a page.
    var attributes: HTML {
        let scheme: HTML? = scheme == .system ? nil : " data-scheme=\"\(scheme.rawValue)\""
        let density: HTML? = density == .regular ? nil : " data-density=\"\(density.rawValue)\""
        return "\(scheme)\(density)\(" data-keys=\"off\"", when: !hasKeys)"
    }

    /// For the browser, before it has read the sheet.
    var schemes: String { scheme == .system ? "light dark" : scheme.rawValue }
}
