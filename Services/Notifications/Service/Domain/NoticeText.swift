import Core
import Presentation

/// Says to a person of the company what happened to the way he signs in.
struct NoticeText: Sendable {
    let subject: String
    let sentences: [String]

    /// `nil` for a message to a customer.
    init?(_ kind: MailKind, _ content: MailContent, _ say: Presenter) {
        let what: (subject: Phrase, text: Phrase, advice: Phrase)
        switch kind {
        case .passwordReset: what = (.resetSubject, .resetText, .resetAdvice)
        case .passwordChanged: what = (.changedSubject, .changedText, .changedAdvice)
        case .signInLocked: what = (.lockedSubject, .lockedText, .lockedAdvice)
        case .newBrowser: what = (.browserSubject, .browserText, .changedAdvice)
        case .secondFactorOn: what = (.factorOnSubject, .factorOnText, .changedAdvice)
        case .secondFactorOff: what = (.factorOffSubject, .factorOffText, .changedAdvice)
        case .passkeyAdded: what = (.passkeyAddedSubject, .passkeyAddedText, .passkeyAdvice)
        case .passkeyRemoved: what = (.passkeyRemovedSubject, .passkeyRemovedText, .changedAdvice)
        case .passkeyCopied: what = (.passkeyCopiedSubject, .passkeyCopiedText, .passkeyCopiedAdvice)
        case .orderPlaced, .orderShipped, .orderCancelled, .newProduct: return nil
        }
        subject = say(what.subject)
        let origin = [content.agent, content.address].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
        let from = origin.isEmpty ? [] : [say(.from, origin)]
        sentences = [say(what.text)] + from + [say(what.advice)]
    }
}

extension Phrase {
    fileprivate static let from = Phrase("Откуда: {1}.", "From: {1}.")
    fileprivate static let resetSubject = Phrase("Новый пароль", "A new password")
    fileprivate static let resetText = Phrase(
        "Вы попросили новый пароль. Задайте его по ссылке ниже: она действует один раз и полчаса.",
        "You asked for a new password. Set it by the link below: it works once and for half an hour.")
    fileprivate static let resetAdvice = Phrase(
        "Если просили не вы, ничего не делайте: пароль остаётся прежним.",
        "If it was not you who asked, do nothing: the password stays as it is.")
    fileprivate static let changedSubject = Phrase("Пароль изменён", "Your password was changed")
    fileprivate static let changedText = Phrase(
        "Ваш пароль для входа изменён.", "The password that you sign in with was changed.")
    fileprivate static let changedAdvice = Phrase(
        "Если это были не вы, сразу запросите новый пароль на странице входа и сообщите администратору.",
        "If it was not you, ask for a new password at the sign-in page at once and tell an administrator.")
    fileprivate static let lockedSubject = Phrase("Вход приостановлен", "Signing in is paused")
    fileprivate static let lockedText = Phrase(
        "Слишком много неудачных попыток войти под вашим именем. На несколько минут вход закрыт.",
        "There were too many failed attempts to sign in as you. For some minutes the door is closed.")
    fileprivate static let lockedAdvice = Phrase(
        "Если это были не вы, никто не вошёл: сообщите администратору. Следующее такое письмо придёт не раньше чем через сутки.",
        "If it was not you, nobody got in: tell an administrator. The next such mail comes in a day at the earliest.")
    fileprivate static let browserSubject = Phrase("Вход из нового браузера", "Signed in from a new browser")
    fileprivate static let browserText = Phrase(
        "Под вашим именем вошли из браузера, в котором вас раньше не было.",
        "Somebody signed in as you from a browser that you were not seen in before.")
    fileprivate static let factorOnSubject = Phrase("Второй фактор включён", "Your second factor is on")
    fileprivate static let factorOnText = Phrase(
        "Теперь при входе нужен код из приложения.", "Signing in takes a code of the app from now on.")
    fileprivate static let factorOffSubject = Phrase("Второй фактор снят", "Your second factor was removed")
    fileprivate static let factorOffText = Phrase(
        "Теперь при входе код из приложения не нужен.", "Signing in takes no code of the app any more.")
    fileprivate static let passkeyAddedSubject = Phrase("Добавлен ключ доступа", "A passkey was added")
    fileprivate static let passkeyAddedText = Phrase(
        "Теперь под вашим именем можно войти и новым ключом доступа.", "A new passkey now opens the door as you, too.")
    fileprivate static let passkeyAdvice = Phrase(
        "Если это были не вы, сразу удалите этот ключ на своей странице, смените пароль и сообщите администратору.",
        "If it was not you, remove it on your own page at once, change your password and tell an administrator.")
    fileprivate static let passkeyRemovedSubject = Phrase("Ключ доступа удалён", "A passkey was removed")
    fileprivate static let passkeyRemovedText = Phrase(
        "Один из ваших ключей доступа больше не открывает вход.", "One of your passkeys opens the door no more.")
    fileprivate static let passkeyCopiedSubject = Phrase("У вашего ключа доступа есть копия", "Your passkey has been copied")
    fileprivate static let passkeyCopiedText = Phrase(
        "Счётчик одного из ваших ключей доступа пошёл назад: похоже, у кого-то есть его копия. Вход этим ключом закрыт.",
        "One of your passkeys counted backwards: somebody seems to have a copy of it. It opens nothing any more.")
    fileprivate static let passkeyCopiedAdvice = Phrase(
        "Удалите этот ключ на своей странице, добавьте новый и сообщите администратору.",
        "Remove it on your own page, add a new one and tell an administrator.")
}
