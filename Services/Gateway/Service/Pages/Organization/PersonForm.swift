import HTML
import Pages
import Presentation

/// The fields about a person.
enum PersonForm {
    static func languages(_ say: Presenter) -> [(value: String, title: String)] {
        [("", say(Phrase("Как в браузере", "As the browser has it")))] + Language.allCases.map { ($0.rawValue, $0.ownName) }
    }

    /// Of one who is to be made.
    static func fields(_ visit: Visit, _ typed: FormBody, timeZone: String) -> [Field] {
        let say = visit.say
        return [
            Field("name", say(.nameOfPerson), value: typed["name"] ?? "").with { $0.isRequired = true },
            Field("login", say(.loginName), value: typed["login"] ?? "").with {
                $0.isRequired = true
                $0.autocomplete = "off"
                $0.hint = say(
                    Phrase("С ним входят; потом он не меняется.", "To sign in with; it does not change later."))
            },
            Field("mail", say(.mailAddress), value: typed["mail"] ?? "", kind: .email).with { $0.autocomplete = "off" },
            Field(
                "invite", say(.password), value: typed["invite"] ?? "yes",
                options: [
                    ("yes", say(Phrase("Послать письмо, где его задать", "Mail the way to set it"))),
                    ("", say(Phrase("Не посылать: входит через другую службу", "Send nothing: signs in elsewhere"))),
                ]),
            Field(
                "kind", say(Phrase("Кто это", "Who it is")), value: typed["kind"] ?? "person",
                options: [
                    ("person", say(Phrase("Человек", "A person"))),
                    ("service", say(Phrase("Программа: только ключи", "A program: tokens only"))),
                ]),
            Field("language", say(.languageName), value: typed["language"] ?? "", options: languages(say)),
            Field("timeZone", say(.timeZone), value: typed["timeZone"] ?? timeZone).with {
                $0.hint = say(Phrase("Например, Europe/Moscow.", "Such as Europe/Moscow."))
            },
        ]
    }
}
