import Audit
import ContactsAPI
import Core
import Pages
import Presentation
import ServiceKit

/// The places of the suite and what can be done from everywhere. Whoever may not see one does not see its entry.
enum Navigation {
    private struct Place {
        let scope: String?
        let entry: NavigationEntry
    }

    private static let places = [
        Place(
            scope: nil, entry: NavigationEntry(.startPage, path: StartPages.path, key: "h", icon: .home, onPhone: true)),
        Place(
            scope: "customers:read",
            entry: NavigationEntry(.customers, path: "/customers", key: "c", icon: .building, group: .customers, onPhone: true)),
        Place(
            scope: "orders:read",
            entry: NavigationEntry(.orders, path: "/orders", key: "o", icon: .cart, group: .customers, onPhone: true)),
        Place(
            scope: "products:read", entry: NavigationEntry(.products, path: "/products", key: "p", icon: .tag, group: .customers)),
        Place(
            scope: "mails:read",
            entry: NavigationEntry(.mails, path: "/mails", key: "m", icon: .mail, group: .customers, onPhone: true)),
        Place(
            scope: "intake:read",
            entry: NavigationEntry(
                .intake, short: Phrase("Приём", "Intake"), path: "/intake", key: "i", icon: .activity, group: .service,
                onPhone: true)),
        Place(
            scope: OperationsRoutes.read,
            entry: NavigationEntry(.operations, path: OperationPages.path, key: "s", icon: .settings, group: .service)),
        Place(scope: nil, entry: NavigationEntry(.apiDocs, path: "/docs", key: "d", icon: .list, group: .service)),
        Place(
            scope: "organization:read",
            entry: NavigationEntry(.people, path: PersonPages.path, key: "u", icon: .user, group: .organization)),
        Place(
            scope: "organization:read",
            entry: NavigationEntry(.units, path: UnitPages.path, icon: .home, group: .organization)),
        Place(
            scope: "organization:read",
            entry: NavigationEntry(.roles, path: RolePages.path, key: "r", icon: .lock, group: .organization)),
        Place(
            scope: "organization:read",
            entry: NavigationEntry(.explainAccess, path: AccessPages.path, icon: .info, group: .organization)),
        Place(
            scope: "tokens:write",
            entry: NavigationEntry(.allTokens, path: TokenPages.path, icon: .key, group: .organization)),
        Place(
            scope: AuditRoutes.scope,
            entry: NavigationEntry(.auditLog, path: AuditPages.path, key: "a", icon: .clock, group: .organization)),
    ]

    /// What is one step away from everywhere, with the right that it needs.
    private static let actions: [(scope: String?, title: Phrase, path: String, icon: Icon, dialog: String?)] = [
        ("orders:read", Phrase("Заказы, которые ждут оплаты", "Orders to be paid"), "/orders?state=unpaid", .card, nil),
        ("orders:read", Phrase("Неотправленные заказы", "Unshipped orders"), "/orders?state=unshipped", .truck, nil),
        ("mails:read", Phrase("Письма, которые не отправлялись", "Mails that were not sent"), "/mails?state=skipped", .mail, nil),
        (
            "mails:read", Phrase("Письма, о которых надо решить", "Mails to decide about"), "/mails?state=uncertain", .alert, nil
        ),
        (nil, .notifications, NoticePages.path, .bell, nil),
        (ContactsScope.read, Phrase("Мои клиенты", "My customers"), "/customers?owner=me", .building, nil),
        (ContactsScope.read, Phrase("Клиенты в очереди", "Customers in the queue"), "/customers?owner=none", .building, nil),
        (ContactsScope.read, .accessRequests, AccessRequestPages.path, .lock, nil),
        (ContactsScope.assign, .handovers, HandoverPages.path, .user, nil),
        (ContactsScope.assign, .queueRules, QueueRulePages.path, .filter, nil),
        (ContactsScope.read, .exports, ExportPages.path, .download, nil),
        (nil, .ownTokens, TokenPages.ownPath, .key, nil),
        (nil, .ownPage, ProfilePages.path, .user, nil),
        (nil, .look, "\(ProfilePages.path)#\(LookCard.id)", .settings, nil),
        (nil, .changePassword, PasswordPages.path, .lock, nil),
        (nil, .keys, "\(ProfilePages.path)#\(LookCard.id)", .info, "keys"),
    ]

    /// `rejected` is how many rejected events are open, where it is known.
    static func entries(for caller: Caller, rejected: Int64?, _ say: Presenter) -> [NavigationEntry] {
        places.filter { $0.scope.map(caller.holds) ?? true }.map { place in
            var entry = place.entry
            if entry.path == "/intake", let rejected, rejected > 0 { entry.count = say.number(Int(rejected)) }
            return entry
        }
    }

    /// Places and actions whose name, in either language, has every word of the text; all of them without one.
    static func found(_ text: String, for caller: Caller, _ say: Presenter) -> [Found.Group] {
        let words = SearchKey.folded(text).split(separator: " ")
        func fits(_ phrase: Phrase) -> Bool {
            let name = SearchKey.folded(Language.allCases.map { phrase.text(in: $0) }.joined(separator: " "))
            return words.allSatisfy { name.contains($0) }
        }
        let places = places.filter { ($0.scope.map(caller.holds) ?? true) && fits($0.entry.title) }.map { place in
            Found(say(place.entry.title), path: place.entry.path, icon: place.entry.icon)
        }
        let actions = actions.filter { ($0.scope.map(caller.holds) ?? true) && fits($0.title) }.map { action in
            Found(say(action.title), path: action.path, icon: action.icon, dialog: action.dialog)
        }
        return [Found.Group(say(.sections), places), Found.Group(say(.alsoPossible), actions)]
    }
}
