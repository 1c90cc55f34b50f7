import Core

/// What may become a password: long rather than odd, none that everybody tries first, and not the person's own name.
enum PasswordPolicy {
    /// Characters.
    static let shortest = 10
    /// Bytes; beyond it nobody types one, and hashing it would only cost.
    static let longest = 1024

    enum Fault: String, Hashable, Sendable, CaseIterable {
        case short = "password-too-short"
        case long = "password-too-long"
        case common = "password-too-common"
        case own = "password-is-own-name"
        case unchanged = "password-unchanged"

        var detail: String {
            switch self {
            case .short: "A password has at least \(shortest) characters; a few words do."
            case .long: "A password has at most \(longest) bytes."
            case .common: "This password is among the first that anybody tries. Take another one."
            case .own: "This password is little more than your own name, login or mail. Take another one."
            case .unchanged: "The new password is the present one. Take another one."
            }
        }
    }

    /// What is wrong with it, if anything.
    static func fault(_ password: String, of user: User) -> Fault? {
        if password.utf8.count > longest { return .long }
        if password.count < shortest { return .short }
        let folded = SearchKey.folded(password)
        if isCommon(folded) { return .common }
        return isOwn(folded, of: user) ? .own : nil
    }

    private static func isCommon(_ folded: String) -> Bool {
        if Set(folded).count < 5 { return true }
        let plain = folded.filter { $0.isLetter || $0.isNumber }
        return common.contains(plain) || runs.contains { $0.contains(plain) }
    }

    /// Whether so little is left without the person's own words that it can be guessed.
    private static func isOwn(_ folded: String, of user: User) -> Bool {
        let texts = [user.login, user.name, user.mail ?? ""]
        let words = texts.flatMap { SearchKey.folded($0).split { !$0.isLetter && !$0.isNumber } }.filter { $0.count > 2 }
        var rest = folded
        for word in words.sorted(by: { ($0.count, $0) > ($1.count, $1) }) { rest = rest.replacing(word, with: "") }
        return rest.count < folded.count && rest.count(where: { $0.isLetter || $0.isNumber }) < 6
    }

    /// Of any length, forwards and backwards.
    private static let runs: [String] = [
        "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
        "йцукенгшщзхъфывапролджэячсмитьбю", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
        "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
    ].flatMap { [$0, String($0.reversed())] }

    /// Those of at least ten characters at the top of the lists that leaked, without what is neither letter nor digit.
    private static let common: Set<String> = [
        "password12", "password123", "password1234", "password12345", "passwordpassword", "passw0rd12", "passw0rd123",
        "mypassword", "mypassword1", "newpassword", "thepassword", "p4ssw0rd123", "qwerty1234", "qwerty12345", "qwerty123456",
        "qwertyqwerty", "123qweasdzxc", "qweasdzxc123", "1qaz2wsx3edc", "zaq12wsxcde3", "1qazxsw23edc", "asdf1234asdf",
        "abc1234567", "abcd123456", "abcd12345678", "abcdef123456", "123456789a", "a123456789", "123456789q", "q123456789",
        "1234567890q", "12345qwert", "123456qwerty", "1q2w3e4r5t6y", "qwe123qwe123", "123123123123", "111222333444",
        "iloveyou12", "iloveyou123", "iloveyou1234", "iloveyouforever", "letmein123", "letmein1234", "welcome123", "welcome1234",
        "welcome2024", "welcome2025", "welcome2026", "administrator", "administrator1", "adminadmin", "adminadmin1", "admin12345",
        "admin123456", "changeme123", "changemenow", "default123", "superman123", "batman1234", "football123", "baseball123",
        "basketball", "basketball1", "princess123", "sunshine123", "monkey12345", "dragon12345", "master12345", "michael123",
        "charlie123", "computer123", "internet123", "samsung123", "liverpool1", "manchester", "starwars123", "trustno1trustno1",
        "secret12345", "test123456", "testtest12", "testtesttest", "summer2024", "summer2025", "summer2026", "winter2024",
        "winter2025", "winter2026", "пароль1234", "пароль12345", "пароль123456", "парольпароль", "йцукен1234", "йцукен12345",
        "qazwsxedcrfv", "qazwsxedc123", "zxcvbnm123", "asdfghjkl1", "asdfghjkl123", "1234qwerasdf", "google12345", "relata1234",
        "relata12345", "correcthorsebatterystaple",
    ]
}
