import Presentation

/// What a person's own page says.
extension Phrase {
    static let ownPage = Phrase("Моя страница", "My page")
    static let aboutMe = Phrase("Обо мне", "About me")
    static let nameOfPerson = Phrase("Имя", "Name")
    static let loginName = Phrase("Логин", "Login")

    // Look
    static let look = Phrase("Вид страниц", "How the pages look")
    static let colours = Phrase("Цвета", "Colours")
    static let density = Phrase("Сколько на экране", "How much on a screen")
    static let singleKeys = Phrase("Одиночные клавиши: ?, /, g, j, k", "Single keys: ?, /, g, j, k")
    static let lookChanged = Phrase("Сохранено. Так будет во всех ваших браузерах.", "Saved. It is so in all your browsers.")

    // Sessions
    static let sessions = Phrase("Где выполнен вход", "Where you are signed in")
    static let browser = Phrase("Браузер", "Browser")
    static let unknownBrowser = Phrase("не назвался", "did not say")
    static let address = Phrase("Адрес", "Address")
    static let lastSeen = Phrase("Последнее действие", "Last seen")
    static let signedInAt = Phrase("Вход", "Signed in")
    static let thisBrowser = Phrase("этот браузер", "this browser")
    static let endSession = Phrase("Завершить", "End")
    static let signOutEverywhere = Phrase("Выйти везде", "Sign out everywhere")
    static let sessionEnded = Phrase(
        "Сеанс завершён: этот браузер должен войти заново.", "The session has ended: that browser has to sign in again.")
}
