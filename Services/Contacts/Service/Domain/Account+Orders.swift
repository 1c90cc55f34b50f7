package import ContactsAPI
package import Core

extension Account {
    /// Takes in what an order says of its customer. `free` are those of its identities that no account has.
    package mutating func absorb(
        _ order: ArrivingOrder, _ customer: RecognisedCustomer, free: [Identity], newID: () -> ID, at now: Timestamp
    ) {
        let isNewest = lastOrderAt.map { $0 <= order.placedAt } ?? true
        if isNewest { lastOrderAt = order.placedAt }
        orders += 1
        changedAt = now
        identities += free
        takeNames(customer)
        let person = takePerson(customer, newID: newID, at: now)
        for point in customer.points { take(point, of: person, isNewest: isNewest) }
        if let language = order.customer.language, isNewest || self.language == nil { self.language = language }
        for consent in order.customer.consents { consents.give(consent) }
        for interest in order.customer.interests where !interests.contains(interest) { interests.append(interest) }
        for address in order.customer.addresses where !addresses.contains(where: { $0.isSamePlace(as: address) }) {
            addresses.append(address)
        }
    }

    /// Who turns out to order for a company is that company's person from then on.
    private mutating func takeNames(_ customer: RecognisedCustomer) {
        if let company = customer.companyName, kind == .person {
            kind = .company
            name = company
            isNamed = true
        } else if !isNamed, let given = customer.companyName ?? customer.personName {
            name = given
            isNamed = true
        }
    }

    /// The person of the account who ordered: in a company the one of that mail or number, else of that name, else a new one.
    private mutating func takePerson(_ customer: RecognisedCustomer, newID: () -> ID, at now: Timestamp) -> ID? {
        if kind == .person, let only = people.first {
            people[0] = Person(id: only.id, name: name, createdAt: only.createdAt)
            return only.id
        }
        if kind == .company {
            for point in customer.points {
                if let known = points.first(where: { $0.kind == point.kind && $0.value == point.value }) { return known.person }
            }
            guard let name = customer.personName else { return nil }
            let key = SearchKey.folded(name)
            if let known = people.first(where: { SearchKey.folded($0.name) == key }) { return known.id }
        }
        let person = Person(id: newID(), name: customer.personName ?? name, createdAt: now)
        people.append(person)
        return person.id
    }

    private mutating func take(_ point: ContactPoint, of person: ID?, isNewest: Bool) {
        let sameKind = points.indices.filter { points[$0].kind == point.kind }
        let known = sameKind.first { points[$0].value == point.value }
        let becomesPrimary = point.isValid && (isNewest || !sameKind.contains { points[$0].isPrimary })
        if becomesPrimary { for index in sameKind { points[index].isPrimary = false } }
        if let known {
            points[known].isPrimary = points[known].isPrimary || becomesPrimary
        } else {
            points.append(
                ContactPoint(
                    kind: point.kind, value: point.value, text: point.text, raw: point.raw, type: point.type,
                    isValid: point.isValid,
                    isPrimary: becomesPrimary, person: person))
        }
    }
}

extension AddressResource {
    /// What is compared: everything but case, accents and spacing.
    package var key: String {
        ([country, region ?? "", city ?? "", postalCode ?? ""] + lines).map(SearchKey.folded).joined(separator: "\n")
    }

    func isSamePlace(as other: AddressResource) -> Bool {
        type == other.type && key == other.key
    }
}
