import Core
import Pages
import Presentation

/// The places of the suite. Whoever may not see one does not see its entry.
enum Navigation {
    private struct Place {
        let scope: String?
        let entry: NavigationEntry
    }

    private static let places = [
        Place(
            scope: "customers:read",
            entry: NavigationEntry(.customers, path: "/customers", icon: .building, group: .customers, onPhone: true)),
        Place(
            scope: "orders:read",
            entry: NavigationEntry(.orders, path: "/orders", icon: .cart, group: .customers, onPhone: true)),
        Place(scope: "products:read", entry: NavigationEntry(.products, path: "/products", icon: .tag, group: .customers)),
        Place(
            scope: "mails:read", entry: NavigationEntry(.mails, path: "/mails", icon: .mail, group: .customers, onPhone: true)),
        Place(
            scope: "intake:read",
            entry: NavigationEntry(
                .intake, short: Phrase("Приём", "Intake"), path: "/intake", icon: .activity, group: .service, onPhone: true)),
        Place(scope: nil, entry: NavigationEntry(.apiDocs, path: "/docs", icon: .list, group: .service)),
        Place(
            scope: "organization:read",
            entry: NavigationEntry(.people, path: PersonPages.path, icon: .user, group: .organization)),
        Place(
            scope: "organization:read",
            entry: NavigationEntry(.units, path: UnitPages.path, icon: .building, group: .organization)),
        Place(
            scope: "organization:read",
            entry: NavigationEntry(.roles, path: RolePages.path, icon: .lock, group: .organization)),
        Place(scope: "audit:read", entry: NavigationEntry(.auditLog, path: AuditPages.path, icon: .clock, group: .organization)),
    ]

    /// `rejected` is how many rejected events are open, where it is known.
    static func entries(for caller: Caller, rejected: Int64?, _ say: Presenter) -> [NavigationEntry] {
        places.filter { $0.scope.map(caller.holds) ?? true }.map { place in
            var entry = place.entry
            if entry.path == "/intake", let rejected, rejected > 0 { entry.count = say.number(Int(rejected)) }
            return entry
        }
    }

    /// Where a person begins: the intake, or the first place he may see.
    static func start(of caller: Caller) -> String {
        if caller.holds("intake:read") { return "/intake" }
        return places.first { $0.scope.map(caller.holds) ?? true }?.entry.path ?? "/docs"
    }
}
