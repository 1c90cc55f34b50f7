import HTML
import Pages
import Presentation

/// Chips for the kinds of entries and a form for the rest; each keeps what the other says.
struct HistoryFilters {
    let view: HistoryView
    /// Of the card's page.
    let path: String
    let say: Presenter

    private static let kinds: [(String?, Phrase)] = [
        (nil, CustomerPhrases.everything), ("order", .orders), ("mail", .mails),
        ("account,consent,contact-point", CustomerPhrases.details),
    ]

    var chips: HTML {
        .chips(
            Self.kinds.map { kind, title in
                var view = view
                view.kind = kind
                return .chip(say(title), path: view.address(path), current: kind == self.view.kind)
            })
    }

    /// Folded away until it is wanted, open while it holds something.
    var form: HTML {
        let services: [(value: String, title: String)] = [
            ("", say(Phrase("любая", "any"))), ("orders", say(.orders)), ("notifications", say(.mails)),
            ("contacts", say(.customers)),
        ]
        var unsearched = HistoryView()
        unsearched.kind = view.kind
        return .filterForm(
            path, title: say(Phrase("Искать в истории", "Search the history")), isOpen: view.isSearched,
            hidden: view.kind.map { .hidden("kind", $0) } ?? .empty,
            fields: [
                Field("q", say(Phrase("О чём", "About")), value: view.text ?? "", kind: .search),
                Field("person", say(Phrase("Кто", "Who")), value: view.person ?? "", kind: .search),
                Field("service", say(.service), value: view.service ?? "", options: services),
            ],
            submit: say(.search),
            reset: view.isSearched ? (say(Phrase("Сбросить", "Clear")), unsearched.address(path)) : nil)
    }

    /// What stands where no entry does.
    var nothing: HTML {
        guard view.isWhole else {
            return .empty(
                say(.nothingFound),
                say(Phrase("В истории есть и другое.", "There is more in the history.")),
                action: .buttonLink(say(Phrase("Вся история", "The whole history")), path))
        }
        return .empty(
            say(Phrase("Здесь пока пусто", "Nothing here yet")),
            say(
                Phrase(
                    "Заказы, оплаты, отправки и письма появятся здесь сами.",
                    "Orders, payments, shipments and mails appear here by themselves.")))
    }
}
