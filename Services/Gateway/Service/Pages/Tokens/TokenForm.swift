import Core
import HTML
import HTTP
import Pages
import Presentation

/// What a new token is to open, and until when.
struct TokenForm: Sendable {
    let visit: Visit
    let typed: FormBody
    let key: String
    /// Service accounts that it can be of; `nil` where it is one's own.
    let programs: [User]?

    private var say: Presenter { visit.say }

    /// The way to prove who one is, in place of the form.
    static func proving(_ visit: Visit, next: String) -> HTML {
        let proof = PercentText.target(PasswordPages.proofPath, [("next", next)])
        return .card(
            visit.say(.newToken),
            .stack(["<p>\(visit.say(.whyProve))</p>", .chips([.buttonLink(visit.say(.newToken), proof, .main)])]))
    }

    var card: HTML {
        var fields = [
            Field("name", say(.whatUsesIt), value: typed["name"] ?? "").with {
                ($0.isRequired, $0.autocomplete) = (true, "off")
            }
        ]
        if let programs {
            fields.append(
                Field(
                    "userID", say(.whoseToken), value: typed["userID"] ?? "",
                    options: [("", say(.shopsOwn))] + programs.map { ($0.id.description, $0.name) }))
        }
        fields += [
            Field("until", say(.untilDay), value: typed["until"] ?? "", kind: .date).with {
                $0.isRequired = programs == nil
                $0.hint = say(programs == nil ? .withinAYear : .emptyWithoutEnd)
            }
        ]
        let scopes: [HTML] = Scope.all.filter { visit.request.caller.holds($0.name) }.map { scope in
            """
            <label class="check"><input type="checkbox" name="scope-\(scope.name)" value="on"\
            \(" checked", when: typed["scope-" + scope.name] != nil)><span>\(say(TokenWords.scope(scope)))\
            <br><span class="muted small">\(scope.name)</span></span></label>
            """
        }
        let sources = Field("sources", say(.shopsOfToken), value: typed["sources"] ?? "").with {
            ($0.hint, $0.autocomplete) = (say(.shopsOfTokenHint), "off")
        }
        return .card(
            say(.newToken),
            """
            <form class="stack" method="post" action="\(url: programs == nil ? TokenPages.ownPath : TokenPages.path)">\
            \(visit.formToken)\(HTML.hidden("key", key))\(fields.map(\.html))<fieldset class="grid-fields"><legend>\
            \(say(.whatItMay))</legend>\(scopes)</fieldset>\(sources.html)<div class="chips">\
            \(HTML.button(say(.make), .main, icon: .key))</div></form>
            """)
    }
}

/// Tokens that are not revoked.
struct TokenTable: Sendable {
    let visit: Visit
    let path: String
    /// Names of the users whose rights they have; empty where they are one's own.
    let owners: [ID: String]

    private var say: Presenter { visit.say }

    /// The one time that it is shown; `nil` where the form was sent twice.
    static func secret(_ text: String?, _ visit: Visit) -> HTML {
        guard let text else { return .note("\(visit.say(.tokenShownBefore))", .warn) }
        return .card(
            visit.say(.tokenMade),
            "\(HTML.note("\(visit.say(.tokenOnce))", .warn))\(HTML.code(text, label: visit.say(.tokenMade)))")
    }

    func card(_ tokens: [AccessToken]) -> HTML {
        guard !tokens.isEmpty else {
            return .card(say(.tokensKnown), .empty(say(.noTokens), say(.noTokensHint)))
        }
        let columns =
            [Table.Column(say(.whatUsesIt)), Table.Column(say(.whatItMay))]
            + [Table.Column(say(.until)), Table.Column(say(.action))]
        return .card(say(.tokensKnown), flush: true, Table(say(.tokensKnown), columns, tokens.map(row)).html)
    }

    private func row(_ token: AccessToken) -> Table.Row {
        let owner: HTML? = token.userID.flatMap { owners[$0] }.map { "<br><span class=\"muted small\">\($0)</span>" }
        let names = token.scopes.contains("*") ? [say(.everyRight)] : token.scopes.sorted()
        let shown: HTML = "\(names.prefix(3).joined(separator: ", "))"
        let more: HTML = names.count > 3 ? " <span class=\"muted small\">+\(names.count - 3)</span>" : .empty
        let end: HTML =
            token.expiresAt.map { at in
                at <= visit.now ? .tag(say(.requestOver)) : visit.moment(at)
            } ?? "\(say(.withoutEnd))"
        return Table.Row([
            "<b>\(token.name)</b>\(owner)<br><span class=\"muted small\">\(visit.moment(token.createdAt))</span>",
            "<span class=\"small\">\(shown)</span>\(more)", end,
            """
            <form method="post" action="\(url: "\(path)/\(token.id)/revoke")">\(visit.formToken)\
            \(HTML.button(say(.revokeToken), .quiet))</form>
            """,
        ])
    }
}

enum TokenWords {
    static func scope(_ scope: Scope) -> Phrase { Phrase(russian[scope.name] ?? scope.summary, scope.summary) }

    private static let russian = [
        "events:write": "Присылать события магазина.", "orders:write": "Заводить заказы.", "orders:read": "Видеть заказы.",
        "intake:read": "Видеть приём заказов и отклонённое.", "intake:write": "Исправлять, повторять и снимать отклонённое.",
        "customers:read": "Видеть клиентов и их историю.", "customers:write": "Подтверждать почту и телефоны клиентов.",
        "customers:assign": "Передавать клиентов другим.", "customers:export": "Выгружать клиентов.",
        "customers:administer": "Одобрять большие выгрузки и видеть все.", "products:read": "Видеть товары.",
        "mails:read": "Видеть отправленные письма.", "mails:write": "Решать о письмах, о которых неизвестно, дошли ли.",
        "metrics:read": "Читать показатели.", "tokens:write": "Создавать и отзывать ключи.",
        "sessions:write": "Видеть и завершать чужие сеансы.", "organization:read": "Видеть людей, подразделения и роли.",
        "organization:write": "Менять людей, подразделения, роли и отсутствия.",
        "directory:write": "Вести людей и группы по SCIM.", "audit:read": "Видеть, кто что смотрел, менял и выгружал.",
        "audit:export": "Выгружать аудит.",
    ]
}

extension Phrase {
    static let ownTokens = Phrase("Мои ключи", "My tokens")
    static let allTokens = Phrase("Ключи программ", "Tokens of programs")
    static let newToken = Phrase("Новый ключ", "New token")
    static let whatUsesIt = Phrase("Что им пользуется", "What uses it")
    static let whoseToken = Phrase("Чей он", "Whose it is")
    static let shopsOwn = Phrase("магазина: права по списку ниже", "of a shop: rights as listed below")
    static let withinAYear = Phrase("Не дольше года.", "A year at most.")
    static let withoutEnd = Phrase("без срока", "no end")
    static let whatItMay = Phrase("Что им можно", "What it may do")
    static let shopsOfToken = Phrase("За какие магазины пишет", "The shops that it writes for")
    static let shopsOfTokenHint = Phrase(
        "Только для событий: адреса через запятую, начало адреса заканчивается на *.",
        "For events only: addresses with commas; a prefix ends in *.")
    static let tokensKnown = Phrase("Действующие ключи", "Tokens in use")
    static let noTokens = Phrase("Ключей нет", "No tokens")
    static let noTokensHint = Phrase(
        "Ключ нужен программе, чтобы работать от вашего имени с теми правами, которые вы отметите.",
        "A token lets a program work in your name, with the rights that you choose.")
    static let revokeToken = Phrase("Отозвать", "Revoke")
    static let tokenRevoked = Phrase(
        "Ключ отозван: его не примут нигде уже через 5 секунд.", "The token is revoked, everywhere within 5 seconds.")
    static let tokenMade = Phrase("Ключ создан", "The token is made")
    static let tokenOnce = Phrase(
        "Скопируйте его сейчас: больше его никто не увидит.", "Copy it now: nobody can see it again.")
    static let tokenShownBefore = Phrase(
        "Этот ключ уже создан и был показан. Если он потерян, отзовите его и создайте другой.",
        "This token was made and shown before. If it is lost, revoke it and make another one.")
}

enum TokenRefusals {
    static func text(_ refusal: Refusal, _ say: Presenter) -> String {
        phrases[refusal.code].map { say($0) } ?? OrganizationRefusals.text(refusal, say)
    }

    private static let phrases: [String: Phrase] = [
        "missing": Phrase("Заполните название и отметьте, что ключу можно.", "Enter a name, and choose what the token may do."),
        "source-not-allowed": Phrase(
            "Ключ не может писать за магазины, за которые не можете вы.",
            "A token cannot write for shops that you cannot write for."),
        "missing-scope": Phrase("Ключ не может больше, чем вы.", "A token cannot do more than you may."),
    ]
}
