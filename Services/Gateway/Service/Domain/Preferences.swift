/// How a person wants the pages to look and to behave, in every browser.
package struct Preferences: Hashable, Sendable {
    /// Light, dark, or as the browser says.
    package enum Scheme: String, Sendable, CaseIterable {
        case system, light, dark
    }

    /// How much stands on a screen.
    package enum Density: String, Sendable, CaseIterable {
        case regular, compact
    }

    package let scheme: Scheme
    package let density: Density
    /// Whether single keys do something on the pages.
    package let hasKeys: Bool

    package init(scheme: Scheme = .system, density: Density = .regular, hasKeys: Bool = true) {
        (self.scheme, self.density, self.hasKeys) = (scheme, density, hasKeys)
    }
}
