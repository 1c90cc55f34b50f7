import Core
import HTML
import OrdersAPI
import Pages
import Presentation

/// The blocks beside an order: what it is, who bought, what it comes to.
struct OrderFacts {
    private let resource: OrderResource
    private let customerName: String?
    private let words: OrderWords

    init(order: OrderResource, customerName: String?, words: OrderWords) {
        resource = order
        self.customerName = customerName
        self.words = words
    }

    private var presenter: Presenter { words.presenter }

    var order: HTML {
        var facts = [
            Fact(presenter(.placedAt), words.moment(resource.placedAt)),
            Fact(presenter(.receivedAt), words.moment(resource.receivedAt)),
            Fact(presenter(.shop), HTML(escaping: resource.source)), Fact(presenter(.channel), HTML(escaping: resource.channel)),
        ]
        if let campaign = resource.campaign?.campaign ?? resource.campaign?.source {
            facts.append(Fact(presenter(.campaign), HTML(escaping: campaign)))
        }
        if let note = resource.note { facts.append(Fact(presenter(.note), HTML(escaping: note))) }
        return .card(presenter(.order), .facts(facts))
    }

    var buyer: HTML {
        let buyer = resource.buyer
        let card: HTML =
            resource.customer.map { .link(customerName ?? presenter(.openCard), PagePath.customer($0.description)) }
            ?? "<span class=\"muted\">\(presenter(.notMatched))</span>"
        var facts = [Fact(presenter(.customer), card)]
        func add(_ title: Phrase, _ value: String?) {
            if let value { facts.append(Fact(presenter(title), HTML(escaping: value))) }
        }
        add(.buyer, buyer.name)
        add(.company, buyer.company?.name)
        add(.taxID, buyer.company?.taxID ?? buyer.taxID)
        if let email = buyer.email { facts.append(Fact(presenter(.mail), .link(email, "mailto:" + email))) }
        if let phone = buyer.phone { facts.append(Fact(presenter(.phone), .link(phone, "tel:" + phone))) }
        add(.shopID, buyer.shopID)
        add(.shippingAddress, resource.shippingAddress.map(Self.line))
        add(.billingAddress, resource.billingAddress.map(Self.line))
        if resource.hidden.contains(.contact) { facts.append(Fact(presenter(.contact), words.hidden)) }
        if resource.hidden.contains(.identifiers) { facts.append(Fact(presenter(.taxID), words.hidden)) }
        return .card(presenter(.buyer), .facts(facts))
    }

    var money: HTML {
        guard let total = resource.total, let due = resource.due, let paid = resource.paid else {
            return .card(presenter(.money), "<p>\(words.hidden)</p>")
        }
        var facts: [Fact] = []
        func add(_ title: Phrase, _ money: Money?, always: Bool = true) {
            guard let money, always || money.amount != 0 else { return }
            facts.append(Fact(presenter(title), HTML(escaping: presenter.money(money))))
        }
        add(.shipping, resource.shipping, always: false)
        add(.discount, resource.discount, always: false)
        add(resource.taxIncluded == true ? .taxIncluded : .tax, resource.tax, always: false)
        add(.total, total)
        add(.cancelledMoney, Money(amount: total.amount - due.amount, currency: total.currency), always: false)
        add(.due, due)
        add(.paid, paid)
        add(.refunded, resource.refunded, always: false)
        add(.unpaidRest, Money(amount: max(0, due.amount - paid.amount), currency: total.currency), always: false)
        return .card(presenter(.money), .facts(facts, numbers: true))
    }

    private static func line(_ address: OrderAddress) -> String {
        (address.lines + [address.postalCode, address.city, address.region, address.country].compactMap(\.self))
            .filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
