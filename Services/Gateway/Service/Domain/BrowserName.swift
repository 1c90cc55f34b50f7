/// A User-Agent field in a few words, such as `Firefox 132, Linux`, so that people know their own browser in a list.
enum BrowserName {
    /// Of several that fit, the first counts: most browsers also call themselves what they are compatible with.
    private static let browsers = [
        ("YaBrowser/", "Yandex Browser"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"), ("curl/", "curl"),
    ]
    private static let systems = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ]
    /// Bytes of an unknown one that are kept.
    private static let most = 60

    static func short(_ field: String?) -> String {
        guard let field, !field.isEmpty else { return "" }
        let text = String(field.prefix(1000))
        let browser = browsers.lazy.compactMap { mark, name in text.firstRange(of: mark).map { (name, text[$0.upperBound...]) } }
            .first
        guard let (name, rest) = browser else {
            return String(text.unicodeScalars.filter { (0x20..<0x7f).contains($0.value) }.prefix(most).map(Character.init))
        }
        let version = rest.prefix(4).prefix { $0.isASCII && $0.isNumber }
        let system = systems.first { text.contains($0.0) }?.1
        return ([name + (version.isEmpty ? "" : " \(version)")] + (system.map { [$0] } ?? [])).joined(separator: ", ")
    }
}
