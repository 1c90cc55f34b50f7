import Presentation

extension Phrase {
    static let changedMeanwhile = Phrase(
        "Здесь тем временем что-то изменилось. То, что вы ввели, останется.",
        "Something here has changed meanwhile. What you typed stays.")
    static let showChange = Phrase("Показать", "Show")
}
