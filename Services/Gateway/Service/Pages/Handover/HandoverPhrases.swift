import Presentation

/// What is said about giving customers to others.
extension Phrase {
    static let handovers = Phrase("Передачи клиентов", "Reassignments")
    static let handover = Phrase("Передача клиентов", "Reassignment")
    static let offboarding = Phrase("Передача дел", "Off-boarding")
    static let handOverAll = Phrase("Передать всех клиентов: {1}", "Reassign all customers of {1}")
    static let handOverList = Phrase("Передать всех", "Reassign all")
    static let toWhom = Phrase("Кому", "To whom")
    static let planFirst = Phrase(
        "Сначала план: сколько кому и что не получится. Ничего не передаётся, пока вы его не подтвердите.",
        "First a plan: how many to whom, and what would not move. Nothing moves until you confirm it.")
    static let newOwner = Phrase("Новый ответственный", "New owner")
    static let loginOrMail = Phrase(
        "Логин или почта; подсказка появится, пока вы печатаете.", "Login or mail; names come up as you type.")
    static let orQueue = Phrase("или в очередь подразделения", "or into the queue of a unit")
    static let reasonInHistory = Phrase("Почему (будет в истории клиентов)", "Why (it stands in the customers' histories)")
    static let lookAtPlan = Phrase("Посмотреть план", "Look at the plan")
    static let andMore = Phrase("и ещё {1}", "and {1} more")
    static let planned = Phrase("план", "planned")
    static let movingNow = Phrase("передаются", "moving")
    static let undoingNow = Phrase("возвращаются", "being put back")
    static let movedAll = Phrase("переданы", "moved")
    static let putBack = Phrase("возвращены", "put back")
    static let whatHappens = Phrase("План и ход", "Plan and progress")
    static let movedOf = Phrase("Передано {1} из {2}.", "{1} of {2} moved.")
    static let undoneOf = Phrase("Возвращено {1} из {2}.", "{1} of {2} put back.")
    static let lookAgain = Phrase("Обновить", "Look again")
    static let moveThem = Phrase("Передать", "Move them")
    static let undoIt = Phrase("Вернуть как было", "Undo")
    static let nothingToMove = Phrase("Передавать нечего.", "There is nothing to move.")
    static let ownedBefore = Phrase("Был у", "Was with")
    static let ownedThen = Phrase("Будет у", "Goes to")
    static let plannedBy = Phrase("Кто решил", "By whom")
    static let begun = Phrase("Начато", "Begun")
    static let finished = Phrase("Закончено", "Finished")
    static let afterwards = Phrase("Потом", "Afterwards")
    static let isLetInNoMore = Phrase("вход ему закроется", "he is let in no more")
    static let aboutIt = Phrase("О передаче", "About it")
    static let staysAsItIs = Phrase("Останутся как есть", "Stay as they are")
    static let queueOf = Phrase("очередь «{1}»", "the queue of {1}")
    static let willMove = Phrase("перейдёт", "will move")
    static let hasMoved = Phrase("передан", "moved")
    static let isSkipped = Phrase("не передан", "not moved")
    static let isPutBack = Phrase("возвращён", "put back")
    static let isKept = Phrase("не возвращён", "not put back")
    static let noHandovers = Phrase("Передач пока не было", "Nothing was reassigned yet")
    static let noHandoversHint = Phrase(
        "Отметьте клиентов в списке и выберите «Ответственный»: сначала вы увидите план.",
        "Select customers in the list and choose “Owner”: you will see a plan first.")
    static let changeOwner = Phrase("Ответственный", "Owner")
    static let exportThem = Phrase("Выгрузить", "Export")
    static let unselect = Phrase("Снять выбор", "Clear")
    static let withChosen = Phrase("Выбрано: {n}", "Selected: {n}")
    static let takeIt = Phrase("Взять", "Take")
    static let taken = Phrase("Клиент теперь ваш.", "The customer is yours now.")
    static let ownerChanged = Phrase("Ответственный изменён.", "The owner is changed.")
    static let givenInTheList = Phrase("Передан из списка", "Given away in the list")
    static let noneChosen = Phrase("Никто не выбран. Отметьте строки в списке.", "Nobody is selected. Select lines in the list.")
}

extension Plural {
    static let handOverCount = Plural(
        russian: "Передать {n} клиента", "Передать {n} клиентов", "Передать {n} клиентов", english: "Reassign {n} customer",
        "Reassign {n} customers")
    static let wouldMove = Plural(
        russian: "Перейдёт {n} клиент. Пока ничего не сделано.", "Перейдут {n} клиента. Пока ничего не сделано.",
        "Перейдут {n} клиентов. Пока ничего не сделано.", english: "{n} customer would move. Nothing is done yet.",
        "{n} customers would move. Nothing is done yet.")
    static let wereMoved = Plural(
        russian: "Передан {n} клиент.", "Переданы {n} клиента.", "Передано {n} клиентов.", english: "{n} customer was moved.",
        "{n} customers were moved.")
    static let werePutBack = Plural(
        russian: "Возвращён {n} клиент.", "Возвращены {n} клиента.", "Возвращено {n} клиентов.",
        english: "{n} customer was put back.", "{n} customers were put back.")
}

enum HandoverRefusals {
    static let phrases: [String: Phrase] = [
        "no-receiver": Phrase("Выберите, кому: человеку или в очередь.", "Say to whom: a person, or the queue of a unit."),
        "out-of-reach": Phrase(
            "Передать можно только тем, до кого достаёт ваше право передавать. Попросите того, кто руководит обоими.",
            "Customers can be given only to people and queues that your right to assign reaches. Ask somebody who leads both."),
        "inactive": Phrase("Этот человек ушёл, или подразделение закрыто.", "This person has left, or the unit is closed."),
        "not-himself": Phrase(
            "Тот, кто уходит, не может получить своё же. Выберите другого.",
            "Who leaves cannot receive what he leaves. Choose another."),
        "wrong-state": Phrase(
            "Это уже сделано, или ещё идёт. Ниже то, что есть сейчас.",
            "This is done already, or still under way. Below is how it is now."),
        "already-claimed": Phrase("Его только что взял другой.", "Somebody else has taken this customer just now."),
        "not-your-queue": Phrase("Он ждёт в очереди чужого подразделения.", "He waits in the queue of another unit."),
    ]
}
