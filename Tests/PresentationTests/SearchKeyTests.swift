import Core
import Testing

@Suite struct SearchKeyTests {
    @Test(arguments: [
        ("Ёлкин", "елкин"), ("Ёлкин".decomposed, "елкин"), ("ЙОД", "йод"), ("Й".decomposed + "од", "йод"),
        ("Її Ў", "їі ў".replacing("і", with: "ї")),
        ("Müller & Söhne", "muller & sohne"), ("Mu\u{308}ller", "muller"), ("STRASSE", "strasse"), ("Straße", "strasse"),
        ("ẞ", "ss"),
        ("Łódź", "lodz"), ("Ærø", "aero"), ("İstanbul", "istanbul"), ("Nguyễn Thị", "nguyen thi"),
        ("  ООО   «Ромашка»\n", "ооо \"ромашка\""),
        ("Ａ１", "a1"), ("d’Artagnan", "d'artagnan"), ("a\u{ad}b\u{200b}c", "abc"), ("А—Б", "а-б"), ("", ""), (" \t", ""),
        ("Ωmega", "ωmega"),
        ("日本", "日本"), ("Ѐ", "е"), ("a\u{a0}b", "a b"),
    ]) func `a text is folded for comparing`(text: String, key: String) {
        #expect(Array(SearchKey.folded(text).unicodeScalars) == Array(key.unicodeScalars))
        #expect(SearchKey.folded(key) == key, "folding a key changes nothing")
    }

    @Test(arguments: [
        ("+7 (916) 123-45-67", "79161234567"), ("доб. 12", "12"), ("８９１６", "8916"), ("٣٤", "34"), ("№ 536412", "536412"),
        ("½ Ⅳ ²", ""), ("", ""),
    ]) func `digits of any script are kept`(text: String, digits: String) {
        #expect(SearchKey.digits(text) == digits)
    }
}

extension String {
    /// The letters ё and й as a letter and a mark.
    fileprivate var decomposed: String {
        replacing("Ё", with: "Е\u{308}").replacing("Й", with: "И\u{306}")
    }
}
