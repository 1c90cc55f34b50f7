import Presentation

/// What the pages about passwords and second factors say.
extension Phrase {
    static let security = Phrase("Безопасность", "Security")
    static let changePassword = Phrase("Сменить пароль", "Change password")
    static let presentPassword = Phrase("Нынешний пароль", "Present password")
    static let newPassword = Phrase("Новый пароль", "New password")
    static let newPasswordAgain = Phrase("Новый пароль ещё раз", "New password again")
    static let passwordHint = Phrase(
        "Не меньше {1} знаков. Несколько слов лучше, чем сложные знаки.",
        "At least {1} characters. A few words are better than odd characters.")
    static let otherSessionsEnd = Phrase(
        "Во всех других браузерах нужно будет войти заново.", "All other browsers will have to sign in again.")
    static let fillBothPasswords = Phrase("Введите нынешний и новый пароль.", "Enter the present and the new password.")
    static let passwordsDiffer = Phrase("Пароли не совпали. Введите ещё раз.", "The passwords differ. Enter them again.")
    static let passwordChanged = Phrase(
        "Пароль изменён. Другие браузеры должны войти заново.", "The password was changed. Other browsers have to sign in again.")
    static let passwordWrong = Plural(
        russian: "Пароль не подошёл. Осталась {n} попытка, потом пауза 5 минут.",
        "Пароль не подошёл. Осталось {n} попытки, потом пауза 5 минут.",
        "Пароль не подошёл. Осталось {n} попыток, потом пауза 5 минут.",
        english: "The password is wrong. {n} attempt is left, then there is a pause of 5 minutes.",
        "The password is wrong. {n} attempts are left, then there is a pause of 5 minutes.")
    static let proveYourself = Phrase("Это точно вы?", "Is it really you?")
    static let whyProve = Phrase(
        "То, как вы входите, можно менять в течение 15 минут после ввода пароля. Введите его ещё раз.",
        "How you sign in can be changed within 15 minutes of giving your password. Give it once more.")
    static let goOn = Phrase("Продолжить", "Continue")
}

extension PasswordPolicy.Fault {
    var phrase: Phrase {
        switch self {
        case .short:
            Phrase(
                "Слишком коротко: нужно не меньше 10 знаков. Подойдут несколько слов.",
                "Too short: at least 10 characters are needed. A few words do.")
        case .long: Phrase("Слишком длинно: не больше 1024 байт.", "Too long: at most 1024 bytes.")
        case .common:
            Phrase(
                "Этот пароль пробуют одним из первых. Возьмите другой.",
                "This password is among the first that anybody tries. Take another one.")
        case .own:
            Phrase(
                "Это почти ваше имя, логин или почта. Возьмите другой пароль.",
                "This is little more than your name, login or mail. Take another one.")
        case .unchanged:
            Phrase("Это ваш нынешний пароль. Возьмите другой.", "This is your present password. Take another one.")
        }
    }
}
