import Presentation

/// What is said about views and columns of lists.
extension Phrase {
    static let saveView = Phrase("Сохранить вид", "Save view")
    static let thisView = Phrase("Вид", "View")
    static let nameOfView = Phrase("Название вида", "Name of the view")
    static let whoSeesView = Phrase("Кому он нужен", "Who has it")
    static let onlyMe = Phrase("только мне", "only me")
    static let everybodyHere = Phrase("всем", "everybody")
    static let unitAndBelow = Phrase("{1} и ниже", "{1} and below")
    static let keepShown = Phrase("Сохранить то, что показано сейчас", "Keep what is shown now")
    static let changeView = Phrase("Изменить вид", "Change the view")
    static let removeView = Phrase("Удалить вид", "Remove the view")
    static let openWithIt = Phrase("Открывать список с него", "Open the list with it")
    static let openWithoutIt = Phrase("Не открывать список с него", "Do not open the list with it")
    static let sharedBy = Phrase("Этим видом делится {1}.", "Shared by {1}.")
    static let viewDiffers = Phrase("показано не совсем то", "what is shown differs")
    static let viewSaved = Phrase("Вид сохранён.", "The view is saved.")
    static let viewRemoved = Phrase("Вид удалён.", "The view is removed.")
    static let columnsSaved = Phrase("Столбцы сохранены.", "The columns are saved.")
    static let standardColumns = Phrase("Как обычно", "As usual")
}

enum ListRefusals {
    static let phrases: [String: Phrase] = [
        "not-yours": Phrase(
            "Этот вид чужой. Сохраните такой же свой.", "This view belongs to somebody else. Save it as one of your own."),
        "not-yours-to-share": Phrase(
            "С подразделением делится его руководитель, со всеми – администратор. Сохраните вид для себя.",
            "A unit's manager shares with it, an administrator with everybody. Save the view for yourself."),
        "too-many": Phrase("Видов слишком много. Удалите один.", "There are very many views. Remove one."),
    ]
}
