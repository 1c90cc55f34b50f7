import Presentation

/// What the pages about customers say.
enum CustomerPhrases {
    static let name = Phrase("Клиент", "Customer")
    static let mail = Phrase("Почта", "Mail")
    static let phone = Phrase("Телефон", "Phone")
    static let since = Phrase("Клиент с", "Customer since")
    static let lastOrder = Phrase("Последний заказ", "Last order")
    static let about = Phrase("О клиенте", "About the customer")
    static let people = Phrase("Люди", "People")
    static let owner = Phrase("Ответственный", "Owner")
    static let queue = Phrase("никто, ждёт в очереди", "nobody yet, waits in a queue")
    static let contact = Phrase("Связь", "Contact")
    static let consents = Phrase("Согласия", "Consents")
    static let identifiers = Phrase("Номера", "Identifiers")
    static let ownerOnly = Phrase(
        "Вам видно только, что такой клиент есть и чей он.", "You may see only that there is this customer, and whose it is.")
    static let askOwner = Phrase(
        "Чтобы увидеть больше, попросите доступ: {1} может открыть карточку.",
        "To see more, ask for access: {1} can share the card with you.")
    static let askAdministrator = Phrase(
        "Чтобы увидеть больше, попросите доступ у руководителя отдела или администратора.",
        "To see more, ask the head of the unit or an administrator for access.")
    static let money = Phrase("Деньги", "Money")
    static let everything = Phrase("Всё", "Everything")
    static let details = Phrase("Данные", "Details")
    static let all = Phrase("Все", "All")
    static let company = Phrase("Компания", "Company")
    static let person = Phrase("Частный клиент", "Private customer")
    static let orderCount = Plural(russian: "{n} заказ", "{n} заказа", "{n} заказов", english: "{n} order", "{n} orders")
    static let lineCount = Plural(
        russian: "{n} позиция", "{n} позиции", "{n} позиций", english: "{n} line", "{n} lines")

    static func purpose(_ purpose: String) -> Phrase {
        switch purpose {
        case "new-products": Phrase("письма о новинках", "mails about new products")
        case "news": Phrase("новости", "news")
        case "order-updates": Phrase("письма о заказах", "mails about orders")
        default: Phrase(purpose, purpose)
        }
    }

    static func basis(_ basis: String) -> Phrase {
        switch basis {
        case "stated-in-call": Phrase("сказано в разговоре", "said in a call")
        case "document": Phrase("есть в документе", "in a document")
        case "reply-received": Phrase("пришёл ответ", "a reply came")
        case "link-confirmed": Phrase("открыта ссылка", "a link was opened")
        default: Phrase(basis, basis)
        }
    }

    static func payment(_ state: String) -> Phrase {
        switch state {
        case "paid": Phrase("оплачен", "paid")
        case "partly-paid": Phrase("оплачен частично", "partly paid")
        case "overpaid": Phrase("переплата", "overpaid")
        case "refunded": Phrase("деньги возвращены", "refunded")
        case "partly-refunded": Phrase("возвращён частично", "partly refunded")
        default: Phrase("не оплачен", "not paid")
        }
    }

    static func fulfilment(_ state: String) -> Phrase {
        switch state {
        case "shipped": Phrase("отправлен", "shipped")
        case "partly-shipped": Phrase("отправлен частично", "partly shipped")
        case "delivered": Phrase("доставлен", "delivered")
        case "partly-delivered": Phrase("доставлен частично", "partly delivered")
        default: Phrase("не отправлен", "not shipped")
        }
    }
}
