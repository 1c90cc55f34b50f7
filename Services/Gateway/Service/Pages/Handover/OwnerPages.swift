import Audit
import ContactsAPI
import ContactsPages
import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// One customer to somebody else, or to oneself, from a line of the list.
struct OwnerPages: Sendable {
    let ask: AskPeer
    let organization: OrganizationParts
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .post, CustomerListPage.path + "/{id}/owner", access: .scope(ContactsScope.assign), audit: .asksServices,
                "Gives a customer to somebody.", handler: give),
            Route(
                .post, CustomerListPage.path + "/{id}/claim", access: .scope(ContactsScope.write), audit: .asksServices,
                "Takes a customer from the queue of one's own unit.", handler: claim),
        ]
    }

    @Sendable private func give(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        return try await attempt(visit, id) {
            let receiver = try await organization.receiver(form)
            let reason = form.filled("reason") ?? visit.say(.givenInTheList)
            _ = try await ask.change(
                OwnershipResource.self, "contacts", .put, "/v1/accounts/\(id)/owner",
                body: receiver.with("reason", .string(reason)), version: try form.version(), for: request)
            return Self.back(form, "owner")
        }
    }

    @Sendable private func claim(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        return try await attempt(visit, id) {
            _ = try await ask.change(
                OwnershipResource.self, "contacts", .post, "/v1/accounts/\(id)/claims", for: request)
            return Self.back(form, "taken")
        }
    }

    private func attempt(_ visit: Visit, _ id: ID, _ work: () async throws -> String) async throws -> HTTPResponse {
        try await maker.attempt(visit, again: { await again(visit, id, $0) }, work: work)
    }

    /// The reason, with the ways to how it stands now.
    private func again(_ visit: Visit, _ id: ID, _ reason: HTML) async -> HTTPResponse {
        var content = PageContent(
            visit.say(.changeOwner), path: CustomerListPage.path,
            .chips([
                .buttonLink(visit.say(.openAnew), "\(CustomerListPage.path)/\(id)", .main),
                .buttonLink(visit.say(.customers), CustomerListPage.path + "?view=all"),
            ]))
        content.flash = reason
        return await maker.page(visit, content)
    }

    /// To the list as it was.
    private static func back(_ form: FormBody, _ done: String) -> String {
        let query = HTTPQuery(form["state"] ?? "")
        let view = CustomerListView { name in query.first(name) }
        return (view.address["view"] == nil && view.address.query.isEmpty ? view.address.with("view", "all") : view.address)
            .with("done", done).target
    }
}

/// What stands in the line of a customer about whose it is.
struct OwnerEdit: Sendable {
    let address: ListAddress
    let choices: ListChoices.Choices
    let visit: Visit

    static let people = "people"

    private var state: HTML { .hidden("state", address.query) }
    private var caller: Caller { visit.request.caller }

    /// For the fields of all lines.
    var list: HTML {
        guard caller.holds(ContactsScope.assign) else { return .empty }
        let options: [HTML] = ReceiverFields.people(choices, visit.say).map { person in
            "<option value=\"\(person.value)\">\(person.title)</option>"
        }
        return "<datalist id=\"\(Self.people)\">\(options)</datalist>"
    }

    /// `nil` where whoever looks can do nothing about it. `name` is whose it is.
    func cell(_ customer: CustomerSummary, _ name: String) -> HTML? {
        guard customer.access == .full, let version = customer.version else { return nil }
        let path = "\(CustomerListPage.path)/\(customer.id)"
        let claim: HTML? =
            customer.ownerID == nil && caller.holds(ContactsScope.write) && caller.viewer.units.contains(customer.unitID)
            ? """
            <form method="post" action="\(url: path + "/claim")">\(visit.formToken)\(state)\
            \(HTML.button(visit.say(.takeIt)))</form>
            """ : nil
        guard caller.holds(ContactsScope.assign) else { return claim.map { "\(name) \($0)" } }
        return """
            <details class="cell-edit"><summary title="\(visit.say(.changeOwner))">\(name)</summary>\
            <form method="post" action="\(url: path + "/owner")">\(visit.formToken)\(state)\
            \(HTML.hidden("version", String(version)))<span class="field"><input name="receiver" list="\(Self.people)" \
            autocomplete="off" required aria-label="\(visit.say(.newOwner)): \(customer.name)"></span>\
            \(HTML.button(visit.say(.save)))</form></details>\(claim)
            """
    }
}
