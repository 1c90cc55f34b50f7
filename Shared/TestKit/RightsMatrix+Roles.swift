package import Core

extension RightsMatrix {
    /// Roles over several resources at once, in which any two settings of the dimensions below occur together at least once: a Latin
    /// square of 7 × 7 rows.
    package static let roles: [[Grant]] = (0..<49).map { row in
        let (first, second) = (row / 7, row % 7)
        func setting(_ column: Int) -> Int { (first + column * second) % 7 }
        var grants: [Grant] = []
        func add(_ resource: Resource, _ action: Action, _ scope: Int, _ hidden: Int) {
            guard let scope = scopes[scope] else { return }
            grants.append(
                Grant(
                    role: "Matrix \(row)", resource: resource, actions: [action], scope: scope,
                    fields: Dictionary(uniqueKeysWithValues: hiddenGroups[hidden].map { ($0, .hidden) })))
        }
        add(.account, .view, setting(0), second)
        add(.order, .view, setting(1), setting(2))
        add(.mail, .view, setting(3), setting(4))
        add(.account, .export, setting(5), setting(6))
        return grants + further(setting(6), "Matrix \(row)")
    }

    /// None, and each of those that there are.
    private static let scopes: [RowScope?] = [nil] + RowScope.allCases
    private static let hiddenGroups: [[FieldGroup]] = [[]] + FieldGroup.allCases.map { [$0] } + [FieldGroup.allCases]

    /// Name and owner of all, products, the intake; and a second rule that shows what the first holds back.
    private static func further(_ setting: Int, _ role: String) -> [Grant] {
        func all(_ resource: Resource, _ level: ViewLevel = .full, _ fields: [FieldGroup: FieldAccess] = [:]) -> Grant {
            Grant(role: role, resource: resource, actions: [.view], scope: .all, level: level, fields: fields)
        }
        switch setting {
        case 0: return [all(.product)]
        case 1: return [all(.account, .ownerOnly)]
        case 2: return [all(.account, .ownerOnly), all(.product)]
        case 3: return [all(.intake)]
        case 4: return [all(.account, .full, [.contact: .hidden])]
        case 5: return [all(.account, .ownerOnly), all(.order, .full, [.money: .hidden])]
        default: return [all(.mail, .full, [.history: .hidden])]
        }
    }
}
