import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit

extension SeenAccount {
    /// What of it the viewer may see.
    var resource: AccountResource {
        get throws {
            guard var shown = account.whole(ownerName, unitName).shown(by: decision, isNamed: account.isNamed) else {
                throw Refusal.noCustomer
            }
            shown.changeable = changeable
            return shown
        }
    }

    var response: HTTPResponse {
        get throws {
            let resource = try resource
            return .json(resource, etag: resource.entityTag)
        }
    }

    /// Throws where they are held back.
    var people: [PersonResource] {
        get throws {
            guard decision.shows(.contact) else { throw Refusal.hiddenByRights }
            return account.people.map { account.resource(of: $0) }
        }
    }
}

extension Account {
    fileprivate func whole(_ ownerName: String?, _ unitName: String?) -> AccountResource {
        AccountResource(
            id: id, kind: kind.rawValue, name: name, ownerID: access.owner, ownerName: ownerName,
            unitID: access.unit ?? UnitTree.root, unitName: unitName, language: language, emails: emails(points),
            phones: phones(points), taxIDs: identities.filter { $0.kind == .taxID }.map(\.value),
            shopIdentities: identities.filter { $0.kind == .shopID }.map {
                ShopIdentityResource(source: $0.scope, shopID: $0.value)
            },
            addresses: addresses, consents: consents.all, interests: interests, orders: orders, lastOrderAt: lastOrderAt,
            createdAt: createdAt, changedAt: changedAt, version: version)
    }

    fileprivate func resource(of person: Person) -> PersonResource {
        let own = points.filter { $0.person == person.id }
        return PersonResource(
            id: PersonID(person.id), account: id, name: person.name, emails: emails(own), phones: phones(own),
            createdAt: person.createdAt)
    }

    private func emails(_ points: [ContactPoint]) -> [EmailResource] {
        points.filter { $0.kind == .email }.map { point in
            EmailResource(
                address: point.text, type: point.type, isPrimary: point.isPrimary, person: point.person.map(PersonID.init),
                verification: point.verification)
        }
    }

    private func phones(_ points: [ContactPoint]) -> [PhoneResource] {
        points.filter { $0.kind == .phone }.map { point in
            PhoneResource(
                number: point.isValid ? point.value : nil, text: point.text, raw: point.raw, type: point.type,
                isPrimary: point.isPrimary, person: point.person.map(PersonID.init), verification: point.verification)
        }
    }
}

extension TimelineEntry {
    var resource: TimelineEntryResource {
        get throws {
            TimelineEntryResource(
                kind: kind, at: at, source: source, actor: actor, eventID: eventID, time: time, data: try JSONValue.parse(data))
        }
    }
}
