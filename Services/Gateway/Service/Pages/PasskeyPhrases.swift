import Presentation

/// What the pages say about passkeys.
extension Phrase {
    static let passkeys = Phrase("Ключи доступа", "Passkeys")
    static let usePasskey = Phrase("Войти с ключом доступа", "Sign in with a passkey")
    static let addPasskey = Phrase("Добавить ключ доступа", "Add a passkey")
    static let passkeyName = Phrase("Название", "Name")
    static let passkeyNameHint = Phrase(
        "Чтобы узнать его среди других: например, «Рабочий ноутбук».", "To tell it from others, such as “Laptop at work”.")
    static let passkeysExplained = Phrase(
        "Ключ доступа хранится в телефоне, компьютере или на брелоке и открывает вход без пароля: отпечатком, лицом или PIN-кодом. На поддельном сайте он не сработает.",
        "A passkey lives in a phone, a computer or a security key and opens the door without a password: by finger, face or PIN. It does not work on a forged site."
    )
    static let noPasskeys = Phrase("Ключей доступа пока нет", "No passkeys yet")
    static let passkeysElsewhere = Phrase(
        "Добавить ключ можно в современном браузере по адресу {1}.", "Passkeys are added in a current browser at {1}.")
    static let passkeysUnavailable = Phrase(
        "Здесь ключи доступа не работают: нужен адрес с именем и HTTPS. Обратитесь к администратору установки.",
        "Passkeys do not work here: they need an address with a name and HTTPS. Ask the operator of this installation.")
    static let addedAt = Phrase("Добавлен", "Added")
    static let lastUsedAt = Phrase("Последний вход", "Last used")
    static let neverUsed = Phrase("ещё не использован", "not used yet")
    static let onOtherDevices = Phrase("есть и на других устройствах", "on other devices too")
    static let onThisDeviceOnly = Phrase("только на одном устройстве", "on one device only")
    static let copiedRemoveIt = Phrase("есть копия: удалите его", "copied: remove it")
    static let whereItIs = Phrase("Где хранится", "Where it is")
    static let removePasskey = Phrase("Удалить", "Remove")
    static let passkeyRenamed = Phrase("Название изменено.", "The name was changed.")
    static let passkeyAdded = Phrase(
        "Ключ доступа добавлен: теперь им можно войти.", "The passkey was added: it opens the door from now on.")
    static let passkeyRemoved = Phrase("Ключ доступа удалён.", "The passkey was removed.")
    static let nameNeeded = Phrase("Введите название, до 100 знаков.", "Enter a name of up to 100 characters.")
    static let lastWayIn = Phrase(
        "Другого способа войти у вас нет, поэтому этот ключ остаётся. Сначала добавьте другой ключ или попросите администратора указать вашу почту.",
        "You have no other way to sign in, so this one stays. First add another passkey, or ask an administrator to enter your mail address."
    )
    static let changedMeanwhile = Phrase(
        "Этот ключ тем временем изменили. Посмотрите ещё раз.", "It was changed meanwhile. Look again.")
    static let passkeyDemanded = Phrase(
        "В вашей организации одного пароля для входа мало. Подтвердите вход ключом доступа; если его больше нет, обратитесь к администратору.",
        "In your organization a password alone does not do. Confirm with a passkey; if you have lost it, ask an administrator.")

    // What the script says
    static let passkeyRefused = Phrase(
        "Этот ключ здесь ничего не открывает. Возьмите другой или войдите иначе.",
        "This passkey opens nothing here. Take another one, or sign in another way.")
    static let passkeyPaused = Phrase(
        "Слишком много неудачных попыток. Попробуйте через несколько минут.",
        "Too many failed attempts. Try again in some minutes.")
    static let passkeyCopied = Phrase(
        "Похоже, у кого-то есть копия этого ключа. Войдите иначе, удалите его и добавьте новый.",
        "Somebody seems to have a copy of this passkey. Sign in another way, remove it and add a new one.")
    static let passkeyStopped = Phrase(
        "Ключ не выбран. Попробуйте ещё раз или войдите иначе.", "No passkey was chosen. Try again, or go another way.")
    static let passkeyKnown = Phrase(
        "На этом устройстве уже есть ваш ключ доступа.", "This device has a passkey of yours already.")
    static let passkeyFailed = Phrase("Не получилось. Попробуйте ещё раз.", "That did not work. Try again.")
}
