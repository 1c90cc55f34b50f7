import Presentation

/// What is said about signing in at a provider.
extension Phrase {
    static let signInWith = Phrase("Войти через {1}", "Sign in with {1}")
    static let notSignedIn = Phrase("Вход не выполнен", "Not signed in")
    static let signInAgain = Phrase("Ко входу", "To the sign-in page")
    static let signedOutHere = Phrase(
        "Вы вышли из Relata. У «{1}» вход ещё действует.", "You are signed out of Relata, but still signed in with {1}.")
    static let calledThere = Phrase("Служба входа называет вас так: {1}", "The sign-in provider calls you: {1}")
    static let signOutThere = Phrase("Выйти и из {1}", "Sign out of {1}, too")
}

extension ProviderRefusal {
    /// What happened and what to do next.
    var advice: Phrase {
        switch self {
        case .stale:
            Phrase(
                "Этот вход уже использован, устарел или начат в другом браузере. Начните заново.",
                "This sign-in was used already, is too old, or was begun in another browser. Begin again.")
        case .denied:
            Phrase(
                "Служба входа не пустила вас. Начните заново или спросите её администратора.",
                "The sign-in provider did not let you in. Begin again, or ask its administrator.")
        case .unacceptable:
            Phrase(
                "Ответ службы входа не принят. Начните заново; если не поможет, сообщите администратору.",
                "The answer of the sign-in provider was not acceptable. Begin again; if that does not help, tell an administrator."
            )
        case .unreachable:
            Phrase(
                "Служба входа не отвечает. Повторите через минуту или войдите паролем.",
                "The sign-in provider does not answer. Retry in a minute, or sign in with a password.")
        case .unknown:
            Phrase(
                "Служба входа вас знает, а здесь такого пользователя нет. Попросите администратора завести его.",
                "The sign-in provider knows you, but there is no such user here. Ask an administrator to add you.")
        case .taken:
            Phrase(
                "Этот логин или адрес уже есть у другого пользователя. Попросите администратора связать их.",
                "This login or mail address belongs to another user already. Ask an administrator to connect them.")
        case .left:
            Phrase(
                "Этот пользователь отключён. Обратитесь к администратору.",
                "This user is no longer active. Ask an administrator.")
        }
    }
}
