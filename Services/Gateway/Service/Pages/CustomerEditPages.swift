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

/// Correcting a customer, by the door of contacts. Of two who do it at once the second sees both versions, field by field.
struct CustomerEditPages: Sendable {
    let ask: AskPeer
    let maker: PageMaker

    var routes: [Route] {
        let path = CustomerListPage.path + "/{id}/edit"
        return [
            Route(
                .get, path, access: .scope("customers:write"), audit: .asksServices, "The form to correct a customer.",
                handler: show
            ),
            Route(
                .post, path, access: .scope("customers:write"), audit: .asksServices, "Corrects a customer.", handler: save),
        ]
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let account = try await read(visit)
        return await page(visit, account, editor(visit, account).form)
    }

    @Sendable private func save(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let id = try visit.id()
        let version = try form.version()
        // As fields come: what is no field of this form is nobody's business here.
        let typed = Dictionary(
            uniqueKeysWithValues: AccountEdit.fields.compactMap { name in form[name].map { (name, $0) } })
        let changed = typed.filter { name, value in value != form["was." + name] }
        guard !changed.isEmpty else { return .redirect(to: "\(CustomerListPage.path)/\(id)") }
        let document = JSONValue.object(
            JSONObject(
                changed.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }))
        let condition = [("If-Match", "\"\(version)\"")]
        switch try await ask("contacts", .patch, "/v1/accounts/\(id)", body: document, fields: condition, for: request) {
        case .done: return .redirect(to: "\(CustomerListPage.path)/\(id)?done=saved")
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        case .refused(let refusal):
            switch refusal.kind {
            case .stale: return await stale(visit, try await read(visit), changed, form)
            case .invalid, .malformed: return await wrong(visit, try await read(visit), typed, refusal)
            default: throw refusal
            }
        }
    }

    /// The same again where nothing clashes would do, but nobody should save what he has not seen: so the form comes, with what
    /// others changed in it, and a choice where both changed the same.
    private func stale(
        _ visit: Visit, _ account: AccountResource, _ changed: [String: String], _ form: FormBody
    ) async -> HTTPResponse {
        var editor = editor(visit, account)
        editor.typed = changed.filter { account.changeable.contains($0.key) }
        let clashes = account.changeable.compactMap { name -> CustomerEditPage.Clash? in
            let theirs = CustomerEditPage.value(of: name, account)
            guard let mine = changed[name], theirs != form["was." + name], theirs != mine else { return nil }
            return CustomerEditPage.Clash(field: name, mine: mine, theirs: theirs)
        }
        let body: HTML =
            clashes.isEmpty ? .stack([.note("\(visit.say(.othersChanged))", .warn), editor.form]) : editor.choice(clashes)
        return await page(visit, account, body, status: 412)
    }

    private func wrong(
        _ visit: Visit, _ account: AccountResource, _ typed: [String: String], _ refusal: Refusal
    ) async -> HTTPResponse {
        var editor = editor(visit, account)
        editor.typed = typed
        for fault in refusal.faults {
            let name = String(fault.pointer.dropFirst())
            editor.errors[name] = visit.say(Self.faults[name] ?? .checkField)
        }
        return await page(visit, account, editor.form, status: 422)
    }

    private static let faults: [String: Phrase] = [
        "name": Phrase("Введите название.", "Enter a name."),
        "email": Phrase("Это не похоже на адрес почты.", "This has not the form of a mail address."),
        "phone": Phrase(
            "По такому номеру нельзя позвонить. Напишите его с + и кодом страны.",
            "This number cannot be dialled. Write it with + and the country."),
    ]

    private func editor(_ visit: Visit, _ account: AccountResource) -> CustomerEditPage {
        CustomerEditPage(account: account, formToken: visit.formToken, presenter: visit.say)
    }

    /// As it is now. Throws `missing-right` where the person may change nothing of it.
    private func read(_ visit: Visit) async throws -> AccountResource {
        switch try await ask.resource(AccountResource.self, "contacts", "/v1/accounts/\(try visit.id())", for: visit.request) {
        case .gap(let gap): throw Refusal(.unavailable, gap.code, gap.detail)
        case .value(let account):
            guard !account.changeable.isEmpty else {
                throw Refusal(.forbidden, "missing-right", "This needs the right to change this customer.")
            }
            return account
        }
    }

    private func page(_ visit: Visit, _ account: AccountResource, _ body: HTML, status: Int = 200) async -> HTTPResponse {
        let card = "\(CustomerListPage.path)/\(account.id)"
        var content = PageContent(visit.say(.editCustomer), path: card, body)
        content.crumbs = [Crumb(visit.say(.customers), CustomerListPage.path), Crumb(account.name, card)]
        return await maker.page(visit, content, status: status)
    }
}

extension Phrase {
    fileprivate static let othersChanged = Phrase(
        "Пока вы правили, кто-то изменил другие поля. Ниже всё, как станет; проверьте и сохраните ещё раз.",
        "Somebody changed other fields meanwhile. Below is how everything will be; check it and save once more.")
    fileprivate static let checkField = Phrase("Проверьте это поле.", "Check this field.")
}
