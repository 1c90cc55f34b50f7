/// What many pages say. A phrase of one service stands with that service's pages or messages.
extension Phrase {
    // Time
    package static let today = Phrase("сегодня", "today")
    package static let yesterday = Phrase("вчера", "yesterday")
    package static let tomorrow = Phrase("завтра", "tomorrow")
    package static let justNow = Phrase("сейчас", "just now")
    package static let ago = Phrase("{1} назад", "{1} ago")
    package static let seconds = Phrase("{1}\u{a0}с", "{1}\u{a0}s")
    package static let minutes = Phrase("{1}\u{a0}мин", "{1}\u{a0}min")
    package static let hours = Phrase("{1}\u{a0}ч", "{1}\u{a0}h")
    package static let days = Phrase("{1}\u{a0}дн", "{1}\u{a0}d")
    package static let notRefreshed = Phrase("не обновлялось {1}", "not refreshed for {1}")

    // The frame
    package static let sections = Phrase("Разделы", "Sections")
    package static let skipToContent = Phrase("К содержимому", "Skip to content")
    package static let crumbs = Phrase("Где вы", "You are here")
    package static let search = Phrase("Найти", "Search")
    package static let searchHint = Phrase("Имя, почта, телефон, номер заказа", "Name, mail, phone, order number")
    package static let findOrGo = Phrase("Найти или перейти", "Find or go to")
    package static let foundList = Phrase("Что нашлось", "What was found")
    package static let foundSome = Phrase(
        "Найдено: {n}. Стрелки выбирают, Enter открывает.", "Found: {n}. Arrows choose, Enter opens.")
    package static let searchFailed = Phrase(
        "Поиск сейчас не отвечает. Повторите через минуту.", "The search does not answer now. Retry in a minute.")
    package static let keys = Phrase("Клавиши", "Keyboard shortcuts")
    package static let keysCanBeOff = Phrase(
        "Одиночные клавиши можно выключить на своей странице.", "Single keys can be switched off on your own page.")
    package static let nextLine = Phrase("Следующая строка", "Next line")
    package static let lineBefore = Phrase("Предыдущая строка", "Line before")
    package static let close = Phrase("Закрыть", "Close")
    package static let offlineNow = Phrase(
        "Нет сети. Пока её нет, ничего не сохраняется.", "No network. Nothing is saved until it is back.")
    package static let onlineAgain = Phrase("Сеть снова есть.", "The network is back.")
    package static let signIn = Phrase("Войти", "Sign in")
    package static let signOut = Phrase("Выйти", "Sign out")
    package static let signInTitle = Phrase("Вход для сотрудников", "Staff sign-in")
    package static let login = Phrase("Почта или логин", "Mail or login")
    package static let password = Phrase("Пароль", "Password")

    // Places
    package static let customers = Phrase("Клиенты", "Customers")
    package static let orders = Phrase("Заказы", "Orders")
    package static let intake = Phrase("Приём заказов", "Order intake")
    package static let mails = Phrase("Письма", "Mails")
    package static let service = Phrase("Служба", "Service")
    package static let history = Phrase("История", "History")

    // Lists and forms
    package static let earlier = Phrase("Назад", "Back")
    package static let hiddenByRights = Phrase("скрыто вашими правами", "hidden by your rights")
    package static let later = Phrase("Дальше", "Next")
    package static let pages = Phrase("Страницы", "Pages")
    package static let save = Phrase("Сохранить", "Save")
    package static let cancel = Phrase("Отмена", "Cancel")
    package static let action = Phrase("Действие", "Action")
    package static let nothingFound = Phrase("Ничего не нашлось", "Nothing was found")
    package static let required = Phrase("обязательно", "required")
}
