/// A declared setting: an environment variable `CRM_*`, its default and what it does. `crm settings` lists them all.
package struct Setting: Hashable, Sendable {
    package let name: String
    package let standard: String
    package let summary: String
    package let secret: Bool

    package init(_ name: String, default standard: String, _ summary: String, secret: Bool = false) {
        self.name = name
        self.standard = standard
        self.summary = summary
        self.secret = secret
    }
}

/// Values of settings, from the environment over an optional file over the defaults.
package struct Settings: Sendable {
    private var values: [String: String]

    package init(_ values: [String: String] = [:]) {
        self.values = values
    }

    package subscript(_ setting: Setting) -> String {
        get { values[setting.name] ?? setting.standard }
        set { values[setting.name] = newValue }
    }

    /// Whether a value was given, rather than the default taken.
    package func has(_ setting: Setting) -> Bool {
        values[setting.name] != nil
    }

    package func integer(_ setting: Setting) throws -> Int {
        guard let value = Int(self[setting]) else {
            throw SettingError(setting: setting.name, expected: "a whole number")
        }
        return value
    }

    package func flag(_ setting: Setting) throws -> Bool {
        switch self[setting].lowercased() {
        case "1", "true", "yes", "on": true
        case "0", "false", "no", "off", "": false
        default: throw SettingError(setting: setting.name, expected: "true or false")
        }
    }
}

package struct SettingError: Error, CustomStringConvertible {
    package let setting: String
    package let expected: String

    package init(setting: String, expected: String) {
        self.setting = setting
        self.expected = expected
    }

    package var description: String { "The setting \(setting) must be \(expected)." }
}
