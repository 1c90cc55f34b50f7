import Presentation
import Testing

@Suite struct LanguageTests {
    @Test(arguments: [
        ("ru", Language.russian), ("RU-ru", .russian), ("en_GB", .english), ("en-Latn-US", .english), ("de", nil), ("", nil),
        ("russian", nil),
    ]) func `a tag is read by its primary part`(tag: String, language: Language?) {
        #expect(Language(tag: tag) == language)
    }

    @Test(arguments: [
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", Language.russian), ("en-US,en;q=0.9,ru;q=0.8", .english),
        ("en;q=0.3, ru;q=0.5", .russian),
        ("de-DE,de;q=0.9,en;q=0.5", .english), ("de, fr", .russian), ("*", .russian), ("", .russian),
        ("en;q=0, ru;q=0.1", .russian),
        ("en;q=0", .russian), ("en;q=x", .russian), (";;,,q=", .russian), ("en ; q=1", .english),
    ]) func `the browser's wish is met as far as it can be`(header: String, language: Language) {
        #expect(Language(acceptLanguage: header, standard: .russian) == language)
        #expect(Language(acceptLanguage: nil, standard: language) == language)
    }

    @Test(arguments: [
        (0, "0 заказов", "0 orders"), (1, "1 заказ", "1 order"), (2, "2 заказа", "2 orders"), (4, "4 заказа", "4 orders"),
        (5, "5 заказов", "5 orders"), (11, "11 заказов", "11 orders"), (12, "12 заказов", "12 orders"),
        (14, "14 заказов", "14 orders"),
        (21, "21 заказ", "21 orders"), (22, "22 заказа", "22 orders"), (25, "25 заказов", "25 orders"),
        (101, "101 заказ", "101 orders"),
        (111, "111 заказов", "111 orders"), (112, "112 заказов", "112 orders"), (-1, "\u{2212}1 заказ", "\u{2212}1 order"),
        (25_900, "25\u{a0}900 заказов", "25,900 orders"),
    ]) func `a number takes its noun in the right form`(count: Int, russian: String, english: String) {
        let orders = Plural(russian: "{n} заказ", "{n} заказа", "{n} заказов", english: "{n} order", "{n} orders")
        #expect(Presenter(language: .russian)(orders, count) == russian)
        #expect(Presenter(language: .english)(orders, count) == english)
    }

    @Test func `arguments stand where their language wants them and are not read again`() {
        let phrase = Phrase("{2} от {1}", "{1}'s {2} {3} {x} {")
        #expect(Presenter(language: .russian)(phrase, "Анны", "{1}") == "{1} от Анны")
        #expect(Presenter(language: .english)(phrase, "Anna", "order") == "Anna's order {3} {x} {")
    }
}
