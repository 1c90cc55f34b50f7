import ContactsAPI
import Core
import HTML
import Pages
import Presentation

/// Who the customer is and who its people are.
struct CustomerFacts {
    let presenter: Presenter
    let now: Timestamp

    func about(_ account: AccountResource) -> HTML {
        var facts: [Fact] = []
        func add(_ title: Phrase, _ values: [HTML]) {
            if !values.isEmpty { facts.append(Fact(presenter(title), values.joined(separator: "<br>"))) }
        }
        func hidden(_ title: Phrase) {
            facts.append(Fact(presenter(title), "<span class=\"muted small\">\(presenter(.hiddenByRights))</span>"))
        }
        add(CustomerPhrases.owner, [owner(account)])
        if let kind = account.kind {
            add(Phrase("Кто", "Kind"), ["\(presenter(kind == "company" ? CustomerPhrases.company : CustomerPhrases.person))"])
        }
        add(Phrase("ИНН", "Tax id"), account.taxIDs?.map { "\($0)" } ?? [])
        add(CustomerPhrases.phone, primaryFirst(account.phones ?? [], \.isPrimary).map(phone))
        add(CustomerPhrases.mail, primaryFirst(account.emails ?? [], \.isPrimary).map(email))
        add(Phrase("Адрес", "Address"), account.addresses?.map { "\(address($0))" } ?? [])
        if account.hidden.contains(.contact) { hidden(CustomerPhrases.contact) }
        add(Phrase("Язык", "Language"), account.language.map { ["\(Language(tag: $0)?.ownName ?? $0)"] } ?? [])
        add(CustomerPhrases.consents, account.consents?.map(consent) ?? [])
        add(Phrase("Интересы", "Interests"), account.interests?.map { "\($0)" } ?? [])
        if account.hidden.contains(.consents) { hidden(CustomerPhrases.consents) }
        add(Phrase("В магазинах", "In shops"), account.shopIdentities?.map { "\($0.source): \($0.shopID)" } ?? [])
        if account.hidden.contains(.identifiers) { hidden(CustomerPhrases.identifiers) }
        add(CustomerPhrases.since, account.createdAt.map { ["\(presenter.date($0))"] } ?? [])
        return .facts(facts)
    }

    /// Of a customer of whom no more may be known: whose it is, and whom to ask.
    func ownerOnly(_ account: AccountResource) -> HTML {
        let hint =
            account.ownerName.map { presenter(CustomerPhrases.askOwner, $0) } ?? presenter(CustomerPhrases.askAdministrator)
        return """
            \(HTML.facts([Fact(presenter(CustomerPhrases.owner), owner(account))]))\
            \(HTML.note("\(presenter(CustomerPhrases.ownerOnly)) \(hint)", .info))
            """
    }

    private func owner(_ account: AccountResource) -> HTML {
        let unit = account.unitName.map { "<br><span class=\"muted small\">\($0)</span>" as HTML }
        guard account.ownerID != nil else { return "\(presenter(CustomerPhrases.queue))\(unit)" }
        return "\(account.ownerName ?? "—")\(unit)"
    }

    func people(_ people: [PersonResource]) -> HTML {
        guard !people.isEmpty else {
            return "<p class=\"muted\">\(presenter(Phrase("Пока никто не назван", "Nobody is named yet")))</p>"
        }
        return .stack(
            people.map { person in
                let reach = (person.phones.map(\.text) + person.emails.map(\.address)).first
                return .who(person.name, detail: reach)
            })
    }

    private func email(_ email: EmailResource) -> HTML {
        "\(HTML.link(email.address, "mailto:\(email.address)"))\(mark(email.verification))"
    }

    private func phone(_ phone: PhoneResource) -> HTML {
        guard let number = phone.number else {
            return "\(phone.raw) \(HTML.tag(presenter(Phrase("нельзя набрать", "cannot be dialled")), .warn))"
        }
        return "\(HTML.link(phone.text, "tel:\(number)"))\(mark(phone.verification))"
    }

    /// A small sign that says on what basis, by whom and when.
    private func mark(_ verification: VerificationResource?) -> HTML? {
        verification.map { verification in
            let title = presenter(
                Phrase("Подтверждено: {1}; {2}, {3}", "Verified: {1}; {2}, {3}"),
                presenter(CustomerPhrases.basis(verification.basis)), verification.by.name,
                presenter.near(verification.at, now: now))
            return " \(HTML.sign(.check, title, .good))"
        }
    }

    private func address(_ address: AddressResource) -> String {
        (address.lines + [address.postalCode, address.city, address.region, address.country].compactMap { $0 })
            .joined(separator: ", ")
    }

    private func consent(_ consent: ConsentResource) -> HTML {
        let purpose = presenter(CustomerPhrases.purpose(consent.purpose))
        guard let withdrawnAt = consent.withdrawnAt else {
            return "\(purpose) \(HTML.tag(presenter(Phrase("можно", "allowed")), .good))"
        }
        return """
            \(purpose) \(HTML.tag(presenter(Phrase("отозвано", "withdrawn"))))<br>\
            <span class="muted small">\(presenter.near(withdrawnAt, now: now))</span>
            """
    }

    private func primaryFirst<Point>(_ points: [Point], _ isPrimary: (Point) -> Bool) -> [Point] {
        points.filter(isPrimary) + points.filter { !isPrimary($0) }
    }
}
