import Core
import Pages
import Presentation

/// Roles and their rules as people read them.
enum RoleWords {
    /// Roles that every installation begins with have a name in each language, as long as nobody renamed them.
    static func name(_ role: Role, _ say: Presenter) -> String { name(role.name, say) }

    /// Of the role that a rule stands in, which is known by its name alone.
    static func role(of grant: Grant, _ say: Presenter) -> String { name(grant.role, say) }

    private static func name(_ name: String, _ say: Presenter) -> String { builtIn[name].map { say($0) } ?? name }

    /// `Клиенты: видит, меняет — своих и замещаемых`.
    static func rule(_ grant: Grant, _ say: Presenter) -> String {
        let actions = Action.allCases.filter(grant.actions.contains).map { say(action($0)) }.joined(separator: ", ")
        let rows = grant.resource.isOwned ? " — " + say(scope(grant.scope)) : ""
        return say(resource(grant.resource)) + ": " + actions + rows
    }

    /// What a rule holds back; `nil` where that is nothing.
    static func heldBack(_ grant: Grant, _ say: Presenter) -> String? {
        if grant.level == .ownerOnly {
            return say(Phrase("только имя и ответственный", "name and owner only"))
        }
        let hidden = FieldGroup.allCases.filter { grant.access(to: $0) == .hidden }.map { say(group($0)) }
        let read = FieldGroup.allCases.filter { grant.access(to: $0) == .read }.map { say(group($0)) }
        let parts = [
            hidden.isEmpty ? nil : say(Phrase("не видит: {1}", "does not see: {1}"), hidden.joined(separator: ", ")),
            read.isEmpty ? nil : say(Phrase("не меняет: {1}", "does not change: {1}"), read.joined(separator: ", ")),
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    static func resource(_ resource: Resource) -> Phrase {
        switch resource {
        case .account: .customers
        case .order: .orders
        case .mail: .mails
        case .product: .products
        case .intake: .intake
        case .organization: .organization
        case .token: Phrase("Ключи программ", "Tokens of programs")
        case .audit: .auditLog
        case .operations: Phrase("Работа системы", "Operations")
        }
    }

    static func action(_ action: Action) -> Phrase {
        switch action {
        case .view: Phrase("видит", "sees")
        case .create: Phrase("создаёт", "creates")
        case .change: Phrase("меняет", "changes")
        case .delete: Phrase("удаляет", "deletes")
        case .assign: Phrase("передаёт другим", "assigns")
        case .export: Phrase("выгружает", "exports")
        case .administer: Phrase("управляет", "administers")
        }
    }

    static func scope(_ scope: RowScope) -> Phrase {
        switch scope {
        case .own: Phrase("своих", "own")
        case .ownAndDeputies: Phrase("своих и тех, кого замещает", "own, and of whom he stands in for")
        case .unit: Phrase("своего подразделения", "of the unit")
        case .unitAndBelow: Phrase("своего подразделения и ниже", "of the unit and below")
        case .shared: Phrase("тех, к кому дали доступ", "shared with him")
        case .all: Phrase("всех", "all")
        }
    }

    static func group(_ group: FieldGroup) -> Phrase {
        switch group {
        case .contact: Phrase("контакты", "contacts")
        case .identifiers: Phrase("номера и ИНН", "identifiers")
        case .consents: Phrase("согласия и интересы", "consents and interests")
        case .money: Phrase("деньги", "money")
        case .history: Phrase("история и тексты писем", "history and texts of mails")
        }
    }

    private static let builtIn: [String: Phrase] = [
        "Administrator": Phrase("Администратор", "Administrator"), "Seller": Phrase("Продавец", "Seller"),
        "Head of sales": Phrase("Руководитель продаж", "Head of sales"),
        "Service agent": Phrase("Сотрудник поддержки", "Service agent"), "Marketer": Phrase("Маркетолог", "Marketer"),
        "Auditor": Phrase("Аудитор", "Auditor"), "Front desk": Phrase("Приёмная", "Front desk"),
        "Directory": Phrase("Каталог сотрудников", "Directory"),
    ]
}
