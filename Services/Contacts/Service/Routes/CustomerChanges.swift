import Audit
import Changes
import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

/// `GET /v1/customers/changes`: for programs that keep up with customers, their people and histories.
enum CustomerChanges {
    static func all(_ read: ReadChanges) -> [Route] {
        [
            ChangeRoutes.route(
                "/v1/customers/changes", access: .scope(ContactsScope.read), audit: .view(.account), of: "customers",
                types: ContactsChange.types
            ) { position, types, limit, viewer in
                let (page, accounts) = try await read(after: position, of: types, limit: limit, for: viewer)
                return ChangesResource(
                    items: try resources(page.items, accounts), next: page.position, hasMore: page.hasMore)
            }
        ]
    }

    private static func resources(
        _ items: [ChangeFeed.Seen<ChangedPart>], _ accounts: [AccountID: SeenAccount]
    ) throws -> [ChangeResource] {
        // From the last on, so that each record is told with its last change.
        var told: Set<ID> = []
        return try items.reversed().compactMap { seen in
            switch seen {
            case .nothing: nil
            case .gone(let change): ChangeResource(ChangeResource.gone, id: change.record, customer: change.account)
            case .shown(let change, let what): try resource(change, what, accounts, &told)
            }
        }.reversed()
    }

    private static func resource(
        _ change: Change, _ what: ChangedPart, _ accounts: [AccountID: SeenAccount], _ told: inout Set<ID>
    ) throws -> ChangeResource {
        let seen = change.account.flatMap { accounts[AccountID($0)] }
        var record: [UInt8]?
        var isOwnerOnly = false
        switch what {
        case .entry(let line): record = try line.resource.json()
        case .account(let level):
            isOwnerOnly = level == .ownerOnly
            if told.insert(change.record).inserted { record = try seen?.resource.json() }
        case .person:
            if told.insert(change.record).inserted {
                record = try seen?.people.first { $0.id.id == change.record }?.json()
            }
        }
        return ChangeResource(
            change.type, id: change.record, customer: change.account, version: change.version,
            at: isOwnerOnly ? nil : change.at, actor: change.actor, record: record)
    }
}
