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

    // A forgotten password
    static let forgotPassword = Phrase("Забыли пароль?", "Forgot your password?")
    static let resetExplained = Phrase(
        "Введите логин или почту: мы пришлём ссылку, по которой можно задать новый пароль.",
        "Enter your login or mail address: we send a link by which you can set a new password.")
    static let enterLogin = Phrase("Введите логин или почту.", "Enter your login or mail address.")
    static let sendMail = Phrase("Прислать письмо", "Send the mail")
    static let resetMailed = Phrase(
        "Если такой сотрудник есть и у него указана почта, письмо со ссылкой уже в пути. Ссылка действует полчаса. Письма нет — обратитесь к администратору.",
        "If there is such a person with a mail address, a mail with a link is on its way. The link works for half an hour. If none comes, ask an administrator."
    )
    static let codeOfMail = Phrase("Код из письма (после знака # в ссылке)", "Code of the mail (behind the # of the link)")
    static let enterNewPassword = Phrase("Введите новый пароль.", "Enter the new password.")
    static let resetRefused = Phrase(
        "Эта ссылка уже использована или старше получаса. Запросите новую.",
        "This link was used, or is older than half an hour. Ask for a new one.")
    static let setPassword = Phrase("Задать пароль", "Set the password")
    static let askAgain = Phrase("Запросить новую ссылку", "Ask for a new link")
    static let passwordSet = Phrase(
        "Новый пароль задан. Войдите с ним; все прежние сеансы завершены.",
        "The new password is set. Sign in with it; all sessions of before have ended.")

    // The second factor
    static let secondFactor = Phrase("Второй фактор", "Second factor")
    static let setUpApp = Phrase("Приложение с кодами", "An app with codes")
    static let scanThis = Phrase(
        "Откройте на телефоне приложение с кодами (например, Aegis, FreeOTP или Google Authenticator) и снимите этот квадрат.",
        "Open an app with codes on your phone (such as Aegis, FreeOTP or Google Authenticator) and scan this square.")
    static let qrLabel = Phrase("QR-код для приложения", "QR code for the app")
    static let orType = Phrase("Или введите в нём этот секрет:", "Or type this secret into it:")
    static let codeOfApp = Phrase("Код из приложения", "Code of the app")
    static let orRecoveryCode = Phrase(
        "Шесть цифр. Телефона нет под рукой — введите один из кодов восстановления.",
        "Six digits. Without the phone, enter one of your recovery codes.")
    static let codeWrong = Phrase(
        "Это не код приложения на сейчас. Проверьте часы телефона и введите следующий код.",
        "This is not the app's code now. Check the clock of the phone and take the next code.")
    static let codesLeft = Plural(
        russian: "Код не подошёл. Осталась {n} попытка, потом пауза 5 минут.",
        "Код не подошёл. Осталось {n} попытки, потом пауза 5 минут.",
        "Код не подошёл. Осталось {n} попыток, потом пауза 5 минут.",
        english: "The code is wrong. {n} attempt is left, then there is a pause of 5 minutes.",
        "The code is wrong. {n} attempts are left, then there is a pause of 5 minutes.")
    static let turnOn = Phrase("Включить", "Turn on")
    static let turnOff = Phrase("Выключить", "Turn off")
    static let setUpAt = Phrase("Включён", "Turned on")
    static let anotherApp = Phrase("Другое приложение", "Another app")
    static let recoveryCodes = Phrase("Коды восстановления", "Recovery codes")
    static let recoveryCodesLeft = Phrase("Осталось кодов восстановления", "Recovery codes left")
    static let newRecoveryCodes = Phrase("Новые коды восстановления", "New recovery codes")
    static let keepCodes = Phrase(
        "Напечатайте или запишите эти коды: больше их не показать. Каждый открывает вход один раз, если телефона нет.",
        "Print these codes or write them down: they cannot be shown again. Each opens the door once, without the phone.")
    static let codesKept = Phrase("Коды сохранены", "I have kept the codes")
    static let secondFactorOn = Phrase(
        "Второй фактор включён: при входе понадобится код.", "The second factor is on: signing in will take a code.")
    static let secondFactorOff = Phrase("Второй фактор выключен.", "The second factor is off.")
    static let secondStep = Phrase("Второй шаг", "Second step")
    static let startOver = Phrase("Начать сначала", "Start over")
    static let factorDemanded = Phrase(
        "В вашей организации для входа нужен код из приложения. Настройте его один раз.",
        "Your organization demands a code of an app to sign in. Set it up once.")
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
