import Core
import Presentation

/// The goals in the words of people.
enum GoalWords {
    static func title(_ goal: Goal) -> Phrase {
        switch goal {
        case .oneBase: Phrase("Одна база клиентов", "One client base")
        case .history: Phrase("История отношений", "History of relations")
        case .documents: Phrase("Архив документов", "Archive of documents")
        case .sources: Phrase("Откуда приходят клиенты", "Where clients come from")
        case .repeatPurchases: Phrase("Повторные покупки", "Repeat purchases")
        case .attributes: Phrase("Покупки в разрезах", "Purchases by attribute")
        case .stages: Phrase("Структура продаж", "Structure of sales")
        case .complaints: Phrase("Жалобы и отказы", "Complaints and refusals")
        case .distribution: Phrase("Клиенты поделены между людьми", "Clients divided among staff")
        case .control: Phrase("Контроль работы с клиентами", "Control of work with clients")
        case .planning: Phrase("Планы людей и отделов", "Plans of people and teams")
        case .advertising: Phrase("Какая реклама возвращает", "Which advert brings them back")
        }
    }

    /// What the number says.
    static func measure(_ measure: Goal.Measure?) -> Phrase {
        switch measure {
        case .suspectedDuplicates: Phrase("пар возможных дублей, не больше", "pairs that may be one customer, at most")
        case .rejectedEvents: Phrase("неисправленных событий, не больше", "rejected events unsettled, at most")
        case .comeAgain: Phrase("% последних покупателей пришли снова, не меньше", "% of the last buyers came again, at least")
        case .ordersOfWeek: Phrase("заказов за 7 дней, не меньше", "orders in 7 days, at least")
        case .ownerless: Phrase("новых клиентов без ответственного, не больше", "new customers without an owner, at most")
        case .uncertainMails: Phrase("писем неизвестной судьбы, не больше", "mails of unknown fate, at most")
        case nil:
            Phrase("измеряется, когда появится её раздел", "is measured once its section is part of the suite")
        }
    }
}

extension Phrase {
    static let goals = Phrase("Цели", "Goals")
    static let changeGoals = Phrase("Изменить", "Change")
    static let notMeasured = Phrase("ещё не измеряется", "not measured yet")
    static let reached = Phrase("достигнута", "reached")
    static let notReached = Phrase("пока нет", "not yet")
    static let unknownNow = Phrase("сейчас неизвестно", "unknown now")
    static let target = Phrase("Цель", "Target")
    static let nowValue = Phrase("Сейчас", "Now")
    static let goal = Phrase("Чего хотели", "Goal")

    // The first day
    static let welcome = Phrase("Первый день", "First day")
    static let welcomeCard = Phrase("Настройте Relata под себя", "Make Relata your own")
    static let welcomeCardText = Phrase(
        "Цели, компания, первые люди: пять минут. Можно прерваться и вернуться.",
        "Goals, company, first people: five minutes. You can stop and come back.")
    static let saveAndGoOn = Phrase("Сохранить и дальше", "Save and go on")
    static let skipStep = Phrase("Пропустить", "Skip this step")
    static let firstDayDone = Phrase("Завершить", "Finish")
    static let stepGoals = Phrase("Цели", "Goals")
    static let stepCompany = Phrase("Компания", "Company")
    static let stepPeople = Phrase("Люди", "People")
    static let stepDemo = Phrase("Пример", "Demo")
    static let goalsQuestion = Phrase("Чего вы ждёте от CRM?", "What do you want of a CRM?")
    static let goalsHint = Phrase(
        "Отметьте главное и задайте числа. Они будут на странице «Сегодня», а пересмотреть их можно в любой день.",
        "Tick what matters and set the numbers. They will stand on the page “Today”; you can change them any day.")
    static let companyQuestion = Phrase("Как вас зовут и как вы считаете?", "Who are you, and how do you count?")
    static let companyName = Phrase("Название компании", "Name of the company")
    static let currency = Phrase("Валюта", "Currency")
    static let pagesLanguage = Phrase("Язык страниц", "Language of the pages")
    static let pagesLanguageHint = Phrase(
        "Для тех, кто не выбрал свой.", "For whoever has not chosen one.")
    static let peopleQuestion = Phrase("Кто будет работать первым?", "Who works with it first?")
    static let peopleHint = Phrase(
        "Человек получит письмо со ссылкой, где задать пароль. Добавьте одного, затем следующего.",
        "The person gets a mail with a link to set the password. Add one, then the next.")
    static let addPerson = Phrase("Добавить человека", "Add the person")
    static let peopleSoFar = Phrase("Уже есть", "There already")
    static let demoQuestion = Phrase("Посмотреть на примере?", "Look around in an example?")
    static let demoHint = Phrase(
        "11 сотрудников, 240 клиентов, 600 заказов за год, с оплатами, возвратами и письмами. Никому настоящему не напишут. Убрать пример потом нельзя, поэтому для работы возьмите пустую установку.",
        "11 people, 240 customers, 600 orders of a year, with payments, returns and mails. Nobody real is written to. The example cannot be taken out again, so for real work keep an empty installation."
    )
    static let demoBegin = Phrase("Заполнить примером", "Fill with the example")
    static let demoRuns = Phrase("Заполняется: {1}. Страница обновляется сама.", "Filling: {1}. The page reloads by itself.")
    static let demoDone = Phrase(
        "Пример на месте. Загляните в клиентов и заказы.", "The example is there. Look at customers and orders.")
    static let demoFailed = Phrase("Не получилось: {1}", "It did not work: {1}")
}
