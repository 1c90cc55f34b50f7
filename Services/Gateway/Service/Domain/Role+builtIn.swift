import Core

extension Role {
    /// What an installation is given, beside Administrator, each once. All but Directory can be changed and deleted, and no upgrade
    /// changes them or brings them back.
    static let builtIn: [Role] = [
        Role(
            2, "Seller", "Works with own clients; of all others knows only whose they are.",
            [
                may([.view, .create, .change], .account, .ownAndDeputies), may([.view, .change], .account, .shared),
                mayKnow(.account), may([.view, .create, .change], .order, .ownAndDeputies), may([.view], .order, .shared),
                may([.view], .mail, .ownAndDeputies), may([.view], .mail, .shared), may([.view], .product, .all),
            ]),
        Role(
            3, "Head of sales", "Sees and steers the unit and all units below: assigns, exports, reads the order intake.",
            [
                may([.view, .create, .change, .assign, .export], .account, .unitAndBelow),
                may([.view, .change], .account, .shared), mayKnow(.account),
                may([.view, .create, .change, .export], .order, .unitAndBelow), may([.view], .order, .shared),
                may([.view, .change], .mail, .unitAndBelow), may([.view], .mail, .shared), may([.view], .product, .all),
                may([.view], .intake, .all), may([.view], .organization, .all),
            ]),
        Role(
            4, "Service agent", "Helps any client: sees all of them with their orders and mails, and changes no money.",
            [
                may([.view, .change], .account, .all, [.money: .read, .identifiers: .read]), may([.view], .order, .all),
                may([.view, .change], .mail, .all), may([.view], .product, .all),
            ]),
        Role(
            5, "Marketer", "Sees whom to write to and what was sent, without money and identifiers; exports the unit's clients.",
            [
                may([.view], .account, .all, [.money: .hidden, .identifiers: .hidden]),
                may([.export], .account, .unitAndBelow, [.money: .hidden, .identifiers: .hidden]),
                may([.view], .mail, .all), may([.view], .product, .all),
            ]),
        Role(
            6, "Auditor", "Sees everything, the audit too, and changes nothing.",
            Resource.allCases.map { may($0 == .audit ? [.view, .export] : [.view], $0, .all) }),
        Role(7, "Front desk", "Knows which clients there are and whose they are, and nothing more.", [mayKnow(.account)]),
        Role(
            8, "Directory", "Of service accounts that keep users and groups by SCIM, and can do nothing else.",
            [may([.create], .organization, .all)]),
    ]

    /// Under another name, where this one is taken.
    func renamed(_ name: String) -> Role {
        NewRole(name: name, description: description, grants: grants.map { GrantShape($0) }).role(id: id)
    }

    private typealias Rule = (
        resource: Resource, actions: Set<Action>, scope: RowScope, level: ViewLevel, fields: [FieldGroup: FieldAccess]
    )

    private static func may(
        _ actions: Set<Action>, _ resource: Resource, _ scope: RowScope, _ fields: [FieldGroup: FieldAccess] = [:]
    ) -> Rule {
        (resource, actions, scope, .full, fields)
    }

    /// Name and owner of every row.
    private static func mayKnow(_ resource: Resource) -> Rule { (resource, [.view], .all, .ownerOnly, [:]) }

    private init(_ number: UInt64, _ name: String, _ description: String, _ rules: [Rule]) {
        let grants = rules.map { rule in
            Grant(
                role: name, resource: rule.resource, actions: rule.actions, scope: rule.scope, level: rule.level,
                fields: rule.fields)
        }
        self.init(id: Self.builtInID(number), name: name, description: description, grants: grants, version: 1)
    }
}
