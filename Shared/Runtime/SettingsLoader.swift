package import Core
import FoundationEssentials

/// Reads settings: the environment over the file that `CRM_SETTINGS` names over the defaults. A secret may also come from a
/// file, named by the variable with `_FILE` behind it, as containers hand secrets over.
package enum SettingsLoader {
    package static let file = Setting("CRM_SETTINGS", default: "", "A file of NAME=value lines; the environment wins over it.")

    /// Throws `SettingError` for a file that cannot be read, a malformed line or an unknown `CRM_` name.
    package static func load(
        known: [Setting], environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Settings {
        var values: [String: String] = [:]
        if let path = environment[file.name], !path.isEmpty { values = try lines(of: path) }
        for (name, value) in environment where name.hasPrefix("CRM_") { values[name] = value }
        for setting in known where values[setting.name] == nil {
            guard let path = values[setting.name + "_FILE"] else { continue }
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw SettingError(setting: setting.name + "_FILE", expected: "a file that can be read: \(path)")
            }
            values[setting.name] = text.trimmingEnd()
        }
        let names = Set(known.flatMap { [$0.name, $0.name + "_FILE"] } + [file.name])
        if let unknown = values.keys.sorted().first(where: { !names.contains($0) && !$0.hasPrefix("CRM_TEST_") }) {
            throw SettingError(setting: unknown, expected: "one of those that the command \"settings\" lists")
        }
        return Settings(values)
    }

    private static func lines(of path: String) throws -> [String: String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SettingError(setting: file.name, expected: "a file that can be read: \(path)")
        }
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") && line.contains(where: { !$0.isWhitespace }) {
            guard let equals = line.firstIndex(of: "=") else {
                throw SettingError(setting: file.name, expected: "a file of NAME=value lines; \"\(line.prefix(40))\" is none")
            }
            values[String(line[..<equals])] = String(line[line.index(after: equals)...]).trimmingEnd()
        }
        return values
    }

    /// The table that the command `settings` prints; secrets are shown only as set or not.
    package static func table(_ known: [Setting], _ settings: Settings) -> String {
        (known + [file]).sorted { $0.name < $1.name }.map { setting in
            let value = setting.secret && settings.has(setting) ? "(set)" : settings[setting]
            let standard = settings.has(setting) ? " (default: \(setting.standard.isEmpty ? "none" : setting.standard))" : ""
            return "\(setting.name)=\(value)\(standard)\n    \(setting.summary)\n"
        }.joined()
    }
}

extension String {
    fileprivate func trimmingEnd() -> String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
