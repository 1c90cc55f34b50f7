import Presentation

/// What the pages about the organization say.
extension Phrase {
    // Places
    static let organization = Phrase("Организация", "Organization")
    static let people = Phrase("Люди", "People")
    static let units = Phrase("Подразделения", "Units")
    static let roles = Phrase("Роли", "Roles")
    static let auditLog = Phrase("Журнал аудита", "Audit")
    static let views = Phrase("Виды", "Views")

    // People
    static let newPerson = Phrase("Новый человек", "New person")
    static let personHint = Phrase("Имя, логин или почта", "Name, login or mail")
    static let mailAddress = Phrase("Почта", "Mail")
    static let languageName = Phrase("Язык", "Language")
    static let timeZone = Phrase("Часовой пояс", "Time zone")
    static let state = Phrase("Состояние", "State")
    static let works = Phrase("работает", "works")
    static let hasLeft = Phrase("ушёл", "has left")
    static let program = Phrase("программа", "program")
    static let awayUntil = Phrase("отсутствует по {1}", "away until {1}")
    static let noRole = Phrase("без роли", "no role")
    static let personMade = Phrase(
        "Человек добавлен. Дайте ему роль: без неё он ничего не видит.",
        "The person was added. Give him a role: without one he sees nothing.")
    static let personInvited = Phrase(
        "Письмо отправлено: по ссылке из него задают пароль. Ссылка действует полчаса.",
        "The mail was sent: its link leads to where the password is set. The link holds for half an hour.")
    static let saved = Phrase(
        "Сохранено. Права изменятся везде за 5 секунд.", "Saved. Rights change everywhere within 5 seconds.")
    static let personLeft = Phrase(
        "Вход закрыт везде. Его клиенты и дела ждут нового ответственного: их передаёт увольнение.",
        "All ways in are closed. What he held waits for a new owner: off-boarding moves it.")
    static let personBack = Phrase("Он снова работает, с прежними ролями.", "He is back, with the roles he held.")
    static let invite = Phrase("Послать ссылку", "Send the link")
    static let inviteHint = Phrase(
        "Письмо со ссылкой, по которой задают новый пароль. Прежний действует, пока не задан новый.",
        "A mail with a link to set a new password. The old one holds until a new one is set.")
    static let leaves = Phrase("Уходит", "Leaves")
    static let leaveHint = Phrase(
        "Закрывает все сеансы и ключи за 5 секунд. История остаётся; вернуть можно.",
        "Ends all sessions and tokens within 5 seconds. History stays; he can come back.")
    static let returns = Phrase("Возвращается", "Comes back")
    static let returnHint = Phrase("Открывает вход снова, с прежними ролями.", "Opens the way in again, with the roles he held.")

    // Absences
    static let absences = Phrase("Отсутствия", "Absences")
    static let away = Phrase("Дни", "Days")
    static let deputy = Phrase("Кто замещает", "Deputy")
    static let firstDay = Phrase("Первый день", "First day")
    static let lastDay = Phrase("Последний день", "Last day")

    // Units
    static let unit = Phrase("Подразделение", "Unit")
    static let newUnit = Phrase("Новое подразделение ниже", "New unit below")
    static let nameOfUnit = Phrase("Название", "Name")
    static let unitAbove = Phrase("Выше стоит", "Unit above")
    static let unitsBelow = Phrase("Ниже стоят", "Units below")
    static let noUnitsBelow = Phrase("Ниже ничего нет.", "There are none below.")
    static let manager = Phrase("Руководитель", "Manager")
    static let managesIt = Phrase("руководит", "manages it")
    static let closed = Phrase("закрыто", "closed")
    static let closeUnit = Phrase("Закрыть подразделение", "Close the unit")
    static let openUnit = Phrase("Открыть снова", "Open it again")
    static let closeUnitHint = Phrase(
        "Закрыть можно, когда в нём никто не работает и ниже ничего открытого нет. История остаётся.",
        "It can be closed when nobody works in it and no open unit stands below. History stays.")

    // Roles
    static let role = Phrase("Роль", "Role")
    static let newRole = Phrase("Новая роль", "New role")
    static let nameOfRole = Phrase("Название роли", "Name of the role")
    static let whatFor = Phrase("Для чего", "What it is for")
    static let whatItGives = Phrase("Что даёт", "What it gives")
    static let everyRight = Phrase("Все права, какие есть.", "Every right there is.")
    static let rule = Phrase("Правило", "Rule")
    static let newRule = Phrase("Добавить правило", "Add a rule")
    static let heldBack = Phrase("Что скрыто", "Held back")
    static let fieldsHeldBack = Phrase("Скрыть часть полей", "Hold some fields back")
    static let scopeHint = Phrase(
        "Важно для клиентов, заказов и писем; для остального – «всех».",
        "For customers, orders and mails; for the rest it is “all”.")
    static let whoHolds = Phrase("У кого она", "Who holds it")
    static let nobodyHolds = Phrase("Её ни у кого нет.", "Nobody holds it.")
    static let removeRole = Phrase("Удалить роль", "Remove the role")
    static let removeRoleHint = Phrase(
        "Удалить можно роль, которую никто не получал.", "A role can be removed that nobody was ever given.")

    // Explaining
    static let explainAccess = Phrase("Почему видно или нет", "Why seen or not")
    static let explainHint = Phrase(
        "Какое правило разрешает человеку видеть или менять запись, или почему ни одно.",
        "Which rule lets a person see or change a record, or why none does.")
    static let explainIt = Phrase("Объяснить", "Explain")
    static let whoIsIt = Phrase("Кто", "Who")
    static let noSuchCustomer = Phrase("Такого клиента нет.", "There is no such customer.")

    // The audit
    static let auditEmpty = Phrase("Измените отбор: таких строк нет.", "Change the filter: there are no such lines.")
    static let auditFilterWrong = Phrase(
        "Проверьте отбор: одно из значений не подходит.", "Check the filter: one of the values does not fit.")
    static let nobodyKnown = Phrase("не вошёл", "not signed in")

    // Parts of forms
    static let all = Phrase("Все", "All")
    static let show = Phrase("Показать", "Show")
    static let when = Phrase("Когда", "When")
    static let since = Phrase("С", "Since")
    static let until = Phrase("По", "Until")
    static let untilDay = Phrase("По день", "Until the day")
    static let emptyWithoutEnd = Phrase("Пусто: без срока.", "Empty: without end.")
    static let over = Phrase("до {1}", "until {1}")
    static let make = Phrase("Создать", "Make")
    static let add = Phrase("Добавить", "Add")
    static let end = Phrase("Завершить", "End")
    static let remove = Phrase("Убрать", "Remove")
}
