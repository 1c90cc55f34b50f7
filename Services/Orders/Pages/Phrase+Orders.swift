import Presentation

/// What the pages of orders say.
extension Phrase {
    // Orders
    static let order = Phrase("Заказ", "Order")
    static let orderTitle = Phrase("Заказ {1}", "Order {1}")
    static let allOrders = Phrase("Все", "All")
    static let buyer = Phrase("Покупатель", "Buyer")
    static let placedAt = Phrase("Сделан", "Placed")
    static let receivedAt = Phrase("Принят", "Received")
    static let shop = Phrase("Магазин", "Shop")
    static let channel = Phrase("Откуда", "Channel")
    static let campaign = Phrase("Кампания", "Campaign")
    static let note = Phrase("Примечание", "Note")
    static let customer = Phrase("Клиент", "Customer")
    static let openCard = Phrase("Открыть карточку", "Open the card")
    static let notMatched = Phrase("ещё не найден", "not matched yet")
    static let company = Phrase("Компания", "Company")
    static let taxID = Phrase("ИНН", "Tax id")
    static let mail = Phrase("Почта", "Mail")
    static let phone = Phrase("Телефон", "Phone")
    static let shopID = Phrase("В магазине", "In the shop")
    static let shippingAddress = Phrase("Куда", "Ship to")
    static let billingAddress = Phrase("Счёт на", "Bill to")
    static let total = Phrase("Итог", "Total")
    static let payment = Phrase("Оплата", "Payment")
    static let fulfilment = Phrase("Отправка", "Fulfilment")
    static let nextStep = Phrase("Что дальше", "Next step")
    static let findByNumber = Phrase("Найти по номеру", "Find by number")
    static let numberHint = Phrase("Номер заказа", "Order number")
    static let views = Phrase("Виды списка", "Views of the list")
    static let toStart = Phrase("К началу", "To the start")
    static let noOrders = Phrase("Заказов нет", "No orders")
    static let noOrdersYet = Phrase(
        "Как только магазин пришлёт первый заказ, он появится здесь.", "As soon as a shop sends its first order, it appears here."
    )
    static let noSuchOrders = Phrase("Под это условие не подходит ни один заказ.", "No order meets this condition.")

    // Lines, money, shipments
    static let lines = Phrase("Строки", "Lines")
    static let article = Phrase("Товар", "Product")
    static let quantity = Phrase("Кол-во", "Quantity")
    static let shippedQuantity = Phrase("Отправлено", "Shipped")
    static let deliveredQuantity = Phrase("Доставлено", "Delivered")
    static let cancelledQuantity = Phrase("Отменено", "Cancelled")
    static let returnedQuantity = Phrase("Вернулось", "Returned")
    static let price = Phrase("Цена", "Price")
    static let discount = Phrase("Скидка", "Discount")
    static let shipping = Phrase("Доставка", "Shipping")
    static let tax = Phrase("Налог", "Tax")
    static let taxIncluded = Phrase("Налог, в том числе", "Tax, included")
    static let money = Phrase("Деньги", "Money")
    static let cancelledMoney = Phrase("Отменено на", "Cancelled")
    static let due = Phrase("К оплате", "Due")
    static let paid = Phrase("Оплачено", "Paid")
    static let refunded = Phrase("Возвращено", "Refunded")
    static let unpaidRest = Phrase("Осталось оплатить", "Left to pay")
    static let shipments = Phrase("Отправления", "Shipments")
    static let carrier = Phrase("Перевозчик", "Carrier")
    static let tracking = Phrase("Отслеживание", "Tracking")
    static let notDelivered = Phrase("ещё в пути", "on its way")

    // History
    static let stepPlaced = Phrase("Заказ сделан на {1}", "Order placed for {1}")
    static let stepPaid = Phrase("Оплачено {1}", "{1} paid")
    static let stepRefunded = Phrase("Возвращено {1}", "{1} refunded")
    static let stepShipped = Phrase("Отправлено: {1}", "Shipped: {1}")
    static let stepDelivered = Phrase("Доставлено: {1}", "Delivered: {1}")
    static let stepCancelled = Phrase("Отменено: {1}", "Cancelled: {1}")
    static let stepReturned = Phrase("Вернулось: {1}", "Came back: {1}")
    static let becauseOf = Phrase("событие {1}", "event {1}")

    // Products
    static let products = Phrase("Товары", "Products")
    static let sku = Phrase("Артикул", "SKU")
    static let categories = Phrase("Категории", "Categories")
    static let released = Phrase("Вышел", "Released")
    static let withdrawn = Phrase("снят {1}", "withdrawn {1}")
    static let findProduct = Phrase("Найти товар", "Find a product")
    static let productHint = Phrase("Название или артикул", "Name or SKU")
    static let noProducts = Phrase("Товаров нет", "No products")
    static let noProductsYet = Phrase(
        "Товары появляются из событий магазинов о новинках и изменениях.", "Products come from the shops' product events.")
    static let noSuchProducts = Phrase("Ничего с таким названием или артикулом.", "Nothing has such a name or SKU.")
    static let perUnit = Phrase("{1} за {2}", "{1} per {2}")
}

extension Plural {
    static let lineCount = Plural(russian: "{n} строка", "{n} строки", "{n} строк", english: "{n} line", "{n} lines")
}
