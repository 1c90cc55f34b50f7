import Testing

@testable import Contacts

@Suite struct RecognisedCustomerTests {
    private func identities(_ change: (inout ArrivingCustomer) -> Void) -> [String] {
        var customer = ArrivingCustomer()
        change(&customer)
        let recognised = RecognisedCustomer(customer, source: "urn:shop:one", region: "RU")
        return recognised.identities.map { "\($0.kind.rawValue) \($0.scope) \($0.value)" }
    }

    @Test func `names identities from the strongest to the weakest`() {
        let found = identities { customer in
            (customer.phone, customer.email, customer.taxID, customer.shopID) = ("89123456789", "A@b.example", "7415032118", "17")
        }
        #expect(
            found == ["shop-id urn:shop:one 17", "tax-id  7415032118", "email  a@b.example", "phone  +79123456789"])
    }

    @Test func `takes a company's tax id before the customer's own and the same one once`() {
        let two = identities { customer in
            customer.taxID = "741503211866"
            customer.company = .init(name: "Уралмедь", taxID: "7415 032 118")
        }
        #expect(two == ["tax-id  7415032118", "tax-id  741503211866"])
        let same = identities { customer in
            customer.taxID = "7415032118/741501001"
            customer.company = .init(name: "Уралмедь", taxID: "7415 032 118")
        }
        #expect(same == ["tax-id  7415032118"])
    }

    @Test func `does not recognise anybody by a number that cannot be dialled, unless there is nothing else`() {
        let known = identities { customer in (customer.shopID, customer.phone) = ("17", "00000") }
        #expect(known == ["shop-id urn:shop:one 17"])
        let alone = identities { customer in customer.phone = "12-34-5" }
        #expect(alone == ["phone urn:shop:one 12345"])
        let short = identities { customer in customer.phone = "12" }
        #expect(short.isEmpty)
        let unusable = identities { customer in customer.email = "n/a" }
        #expect(unusable.isEmpty)
    }
}
