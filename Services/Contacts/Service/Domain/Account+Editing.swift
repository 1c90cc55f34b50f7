import ContactsAPI
import Core
import PhoneNumbers

/// What is corrected, read as orders are, so that the same address is the same address.
struct RecognisedEdit: Sendable {
    let name: String?
    let language: String?
    let points: [ContactPoint]
    let identities: [Identity]

    /// Throws `invalid` with the fields that cannot be used. `region` is where numbers without `+` are dialled from.
    init(_ edit: AccountEdit, region: String?) throws(Refusal) {
        var faults: [Fault] = []
        var (points, identities): ([ContactPoint], [Identity]) = ([], [])
        func refuse(_ field: String, _ detail: String) {
            faults.append(Fault(pointer: "/\(field)", code: "unusable", detail: detail))
        }
        func add(_ kind: ContactPoint.Kind, _ identity: Identity.Kind, value: String, text: String, raw: String) {
            points.append(
                ContactPoint(
                    kind: kind, value: value, text: text, raw: raw, type: "personal", isValid: true, isPrimary: true, person: nil)
            )
            identities.append(Identity(kind: identity, value: value, raw: raw))
        }
        name = edit.name.map(Normalised.trimmed)
        if name?.isEmpty == true { refuse("name", "Give a name.") }
        language = edit.language
        let isTag = edit.language?.utf8.allSatisfy {
            $0 == 0x2d || (0x30...0x39).contains($0) || (0x41...0x5a).contains($0 & 0xdf)
        }
        if isTag == false { refuse("language", "Give a language tag such as ru or en-GB.") }
        if let raw = edit.email {
            if let email = Normalised.email(raw) {
                add(.email, .email, value: email.key, text: email.address, raw: raw)
            } else {
                refuse("email", "This has not the form of a mail address.")
            }
        }
        if let raw = edit.phone {
            if let number = Normalised.phone(raw, region: region), number.isValid {
                add(.phone, .phone, value: number.e164, text: number.international, raw: raw)
            } else {
                refuse("phone", "This number cannot be dialled. Write it with + and the country.")
            }
        }
        (self.points, self.identities) = (points, identities)
        guard faults.isEmpty else { throw Refusal(.invalid, "unusable", "Some of the fields cannot be used.", faults: faults) }
    }
}

extension Account {
    /// Takes in what somebody corrected. Addresses and numbers only come: one that is no longer written to stays known, as orders may
    /// still bring it. `free` are those of the identities that no account has.
    mutating func correct(_ edit: RecognisedEdit, free: [Identity]) {
        if let name = edit.name, name != self.name || !isNamed {
            (self.name, isNamed) = (name, true)
            if kind == .person, let only = people.first {
                people[0] = Person(id: only.id, name: name, createdAt: only.createdAt)
            }
        }
        if let language = edit.language { self.language = language }
        for point in edit.points { prefer(point) }
        identities += free
    }

    private mutating func prefer(_ point: ContactPoint) {
        for index in points.indices where points[index].kind == point.kind {
            points[index].isPrimary = points[index].value == point.value
        }
        guard !points.contains(where: { $0.kind == point.kind && $0.value == point.value }) else { return }
        points.append(
            ContactPoint(
                kind: point.kind, value: point.value, text: point.text, raw: point.raw,
                type: kind == .company ? "work" : point.type, isValid: point.isValid, isPrimary: true,
                person: kind == .person ? people.first?.id : nil))
    }
}
