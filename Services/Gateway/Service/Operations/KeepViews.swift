import Core
import Database

/// Views of lists: one's own, and those that others share with one.
struct KeepViews: Sendable {
    /// A view as somebody sees it.
    struct Seen: Sendable {
        let view: SavedView
        /// Of whoever made it.
        let ownerName: String
        let isOwn: Bool
        let mayChange: Bool
        /// Whether the list opens with it.
        let isDefault: Bool
    }

    /// All that a page of a list needs to know.
    struct Shelf: Sendable {
        var views: [Seen] = []
        var preference = ListPreference()
        /// Units that the person may share with.
        var units: [Unit] = []
        var mayShareWithAll = false
    }

    /// More are shown to nobody.
    private static let most = 100

    let database: any Database
    let clock: any WallClock
    let ids: IdentifierSource

    func shelf(_ list: ListName, of user: User, by caller: Caller) async throws -> Shelf {
        try await database.read { tx in
            let tree = try UnitStore().tree(in: tx)
            let preference = try ListPreferenceStore().find(list, of: user.id, in: tx)
            let views = try SavedViewStore().list(
                list, for: user.id, in: Self.units(of: caller, in: tree), limit: Self.most, tx: tx)
            let isSteward = caller.holds(Self.steward)
            let units =
                isSteward ? try UnitStore().list(after: nil, limit: 500, in: tx) : try UnitStore().managed(by: user.id, in: tx)
            return Shelf(
                views: try views.map { try seen($0, by: user, caller, preference, in: tx) }, preference: preference,
                units: units.filter(\.isActive), mayShareWithAll: isSteward)
        }
    }

    func one(_ id: ID, of user: User, by caller: Caller) async throws -> Seen {
        try await database.read { tx in try visible(id, user, caller, in: tx) }
    }

    /// Throws `forbidden` for an audience that is not the person's to reach, and `conflict` where he has very many.
    func create(
        _ content: SavedView.Content, of list: ListName, _ creation: Creation, by user: User, _ caller: Caller
    ) async throws -> (seen: Seen, isNew: Bool) {
        let content = try content.checked(for: list)
        let now = clock.now()
        return try await database.write { tx in
            let (view, isNew) = try creation.once(in: tx, find: { try SavedViewStore().find($0, in: tx) }) {
                guard try SavedViewStore().count(list, of: user.id, in: tx) < SavedView.most else {
                    throw Refusal(.conflict, "too-many", "You keep \(SavedView.most) views of this list. Remove one first.")
                }
                try check(content.audience, user, caller, in: tx)
                let view = SavedView(id: ids.next(), list: list, owner: user.id, content: content, version: 1)
                try SavedViewStore().insert(view, at: now, in: tx)
                return (view.id, view)
            }
            return (try seen(view, by: user, caller, nil, in: tx), isNew)
        }
    }

    func change(
        _ id: ID, to content: SavedView.Content, expecting version: Int64, by user: User, _ caller: Caller
    ) async throws -> Seen {
        let now = clock.now()
        return try await database.write { tx in
            let before = try changeable(id, expecting: version, user, caller, in: tx)
            let content = try content.checked(for: before.list)
            if content.audience != before.content.audience { try check(content.audience, user, caller, in: tx) }
            let after = SavedView(id: id, list: before.list, owner: before.owner, content: content, version: version + 1)
            guard try SavedViewStore().update(after, expecting: version, at: now, in: tx) else { throw Stale.refusal }
            return try seen(after, by: user, caller, nil, in: tx)
        }
    }

    func remove(_ id: ID, expecting version: Int64, by user: User, _ caller: Caller) async throws -> SavedView {
        try await database.write { tx in
            let view = try changeable(id, expecting: version, user, caller, in: tx)
            try SavedViewStore().delete(id, in: tx)
            return view
        }
    }

    /// From now on the person's list opens with this view, or with the list's own again.
    func open(with id: ID, _ isDefault: Bool, by user: User, _ caller: Caller) async throws -> Seen {
        try await database.write { tx in
            let view = try visible(id, user, caller, in: tx).view
            var preference = try ListPreferenceStore().find(view.list, of: user.id, in: tx)
            if isDefault { preference.view = id } else if preference.view == id { preference.view = nil }
            try ListPreferenceStore().save(preference, of: view.list, for: user.id, in: tx)
            return try seen(view, by: user, caller, preference, in: tx)
        }
    }

    /// Keeps which columns the person wants where a view says none; none at all are the list's own.
    func choose(columns: [String], in list: ListName, by user: User) async throws {
        let chosen = list.columns.filter(columns.contains)
        try await database.write { tx in
            var preference = try ListPreferenceStore().find(list, of: user.id, in: tx)
            preference.columns = chosen
            try ListPreferenceStore().save(preference, of: list, for: user.id, in: tx)
        }
    }

    // MARK: Rights

    /// Who changes the organization may share with everybody, and tidy what others have shared.
    private static let steward = "organization:write"

    /// A view of a unit is for all below it, too.
    private static func units(of caller: Caller, in tree: UnitTree) -> [ID] {
        Array(Set(caller.viewer.units.flatMap(tree.path))).sorted()
    }

    private func visible(_ id: ID, _ user: User, _ caller: Caller, in tx: Transaction) throws -> Seen {
        let view = try Missing.check(SavedViewStore().find(id, in: tx))
        let isSeen =
            switch view.content.audience {
            case .all: true
            case .unit(let unit): try Self.units(of: caller, in: UnitStore().tree(in: tx)).contains(unit)
            case .own: false
            }
        guard isSeen || view.owner == user.id else { throw Refusal(.notFound, "not-found", "There is nothing with this id.") }
        return try seen(view, by: user, caller, nil, in: tx)
    }

    private func changeable(
        _ id: ID, expecting version: Int64, _ user: User, _ caller: Caller, in tx: Transaction
    ) throws -> SavedView {
        let seen = try visible(id, user, caller, in: tx)
        guard seen.mayChange else {
            throw Refusal(.forbidden, "not-yours", "This view belongs to somebody else. Save it as one of your own.")
        }
        try Stale.check(seen.view.version, expecting: version)
        return seen.view
    }

    private func seen(
        _ view: SavedView, by user: User, _ caller: Caller, _ known: ListPreference?, in tx: Transaction
    ) throws -> Seen {
        let preference = try known ?? ListPreferenceStore().find(view.list, of: user.id, in: tx)
        let isOwn = view.owner == user.id
        return Seen(
            view: view, ownerName: isOwn ? user.name : try UserStore().find(view.owner, in: tx)?.name ?? "", isOwn: isOwn,
            mayChange: isOwn || caller.holds(Self.steward), isDefault: preference.view == view.id)
    }

    private func check(_ audience: SavedView.Audience, _ user: User, _ caller: Caller, in tx: Transaction) throws {
        switch audience {
        case .own: return
        case .all:
            guard caller.holds(Self.steward) else {
                throw Refusal(
                    .forbidden, "not-yours-to-share", "Only who administers the organization shares a view with everybody.")
            }
        case .unit(let id):
            let unit = try Missing.check(UnitStore().find(id, in: tx), named: "unitID")
            guard unit.managerID == user.id || caller.holds(Self.steward) else {
                throw Refusal(.forbidden, "not-yours-to-share", "Only who manages a unit shares a view with it.")
            }
        }
    }
}
