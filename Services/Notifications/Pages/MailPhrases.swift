package import NotificationsAPI
package import Presentation

/// What the pages about mails say.
package enum MailPhrases {
    package static func state(_ state: String) -> Phrase {
        switch state {
        case "queued": Phrase("ждёт отправки", "waiting to be sent")
        case "sending": Phrase("отправляется", "being sent")
        case "sent": Phrase("отправлено", "sent")
        case "refused": Phrase("не принято", "refused")
        case "uncertain": Phrase("неизвестно, дошло ли", "unknown whether it arrived")
        default: Phrase("не отправлялось", "not sent")
        }
    }

    package static func kind(_ kind: String) -> Phrase {
        switch kind {
        case "order-placed": Phrase("Заказ принят", "Order received")
        case "order-shipped": Phrase("Заказ отправлен", "Order shipped")
        case "order-cancelled": Phrase("Заказ отменён", "Order cancelled")
        case "password-reset": Phrase("Новый пароль", "New password")
        case "password-changed": Phrase("Пароль изменён", "Password changed")
        case "sign-in-locked": Phrase("Вход приостановлен", "Sign-in paused")
        case "new-browser": Phrase("Новый браузер", "New browser")
        case "second-factor-on": Phrase("Второй фактор включён", "Second factor on")
        case "second-factor-off": Phrase("Второй фактор снят", "Second factor removed")
        case "passkey-added": Phrase("Новый ключ доступа", "New passkey")
        case "passkey-removed": Phrase("Ключ доступа удалён", "Passkey removed")
        case "passkey-copied": Phrase("Копия ключа доступа", "Copied passkey")
        default: Phrase("Новинка", "New product")
        }
    }

    /// What a mail is called: its subject, or its occasion for those who may not see that.
    package static func title(_ mail: MailResource, _ say: Presenter) -> String {
        mail.subject ?? say(kind(mail.kind))
    }

    /// Why a message was not sent, in words where we gave the reason ourselves.
    package static func reason(_ reason: String, _ say: Presenter) -> String {
        switch reason {
        case "no-address": say(Phrase("У клиента нет почты", "The customer has no mail address"))
        case "no-consent": say(Phrase("Клиент не давал согласия", "The customer gave no consent"))
        case "expired":
            say(Phrase("Ссылка устарела раньше, чем ушло письмо", "The link was out of date before the mail could go"))
        case "unsubscribed": say(Phrase("Клиент отписался", "The customer unsubscribed"))
        default: reason
        }
    }
}
