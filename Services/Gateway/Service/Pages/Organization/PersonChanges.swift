import Audit
import Core
import HTML
import HTTP
import JSON
import ServiceKit

/// What is done on a person's page. Each form leads back to the page.
struct PersonChanges: Sendable {
    let pages: PersonPages

    private var organization: OrganizationParts { pages.organization }
    private typealias Work = @Sendable (_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String

    var routes: [Route] {
        [
            route("", "Changes a user.", change), route("/invite", "Mails a user the way to a password.", invite),
            route("/units", "Puts a user into a unit.", join),
            route("/units/{membership}/end", "Ends that a user belongs to a unit.", part),
            route("/roles", "Gives a user a role.", assign),
            route("/roles/{assignment}/end", "Ends that a user holds a role.", take),
            route("/absences", "Notes that a user is away.", away),
            route("/absences/{absence}/remove", "Takes an absence back.", stay),
        ]
    }

    private func route(_ place: String, _ summary: String, _ work: @escaping Work) -> Route {
        Route(
            .post, PersonPages.path + "/{id}" + place, access: .scope("organization:write"), audit: .change(.organization),
            summary
        ) { request in
            let visit = pages.maker.visit(request)
            let form = try await visit.form()
            let id = try visit.id()
            return try await pages.maker.attempt(visit, again: { try await pages.card(visit, id, flash: $0) }) {
                "\(PersonPages.path)/\(id)?done=" + (try await work(form, id, request))
            }
        }
    }

    @Sendable private func change(_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String {
        if let active = form["active"] {
            var edit = UserEdit()
            edit.isActive = .set(active == "true")
            _ = try await organization.changeUser(edit, of: user, expecting: try form.version(), by: request.caller)
            return active == "true" ? "back" : "left"
        }
        var document = form.document("name", "timeZone")
        // An empty one takes it away; that of a program has no field.
        if form["mail"] != nil { document = document.with("mail", form.filled("mail").map { .string($0) } ?? .null) }
        if let language = form["language"] { document = document.with("language", .string(language)) }
        _ = try await organization.changeUser(
            try document.decoded(UserPatch.self).edit, of: user, expecting: try form.version(), by: request.caller)
        return "saved"
    }

    @Sendable private func invite(_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String {
        let known = try await organization.readPeople.card(user).user
        try await pages.resetPassword.ask(login: known.login, language: known.language, from: SignInOrigin(request))
        return "invited"
    }

    @Sendable private func join(_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String {
        guard let unit = form.filled("unitID").flatMap({ ID($0) }) else {
            throw Refusal(.invalid, "missing", "Choose a unit.")
        }
        let wish = form.document("unitID", "until").with("userID", .string(user.description))
        _ = try await organization.addMember(
            user, to: unit, from: nil, until: try form.end(ofDay: "until", timeZone: pages.maker.timeZone),
            try form.creation(wish, at: "/users/units", by: request.caller), by: request.caller)
        return "saved"
    }

    @Sendable private func part(_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String {
        try await organization.changeMembership.end(
            try request.id("membership"), of: user, expecting: try form.version(), by: request.caller)
        return "saved"
    }

    @Sendable private func assign(_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String {
        guard let role = form.filled("roleID").flatMap({ ID($0) }) else {
            throw Refusal(.invalid, "missing", "Choose a role.")
        }
        let wish = form.document("roleID", "until").with("userID", .string(user.description))
        _ = try await organization.assignRole(
            role, to: user, from: nil, until: try form.end(ofDay: "until", timeZone: pages.maker.timeZone),
            try form.creation(wish, at: "/users/roles", by: request.caller), by: request.caller)
        return "saved"
    }

    @Sendable private func take(_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String {
        try await organization.changeAssignment.end(
            try request.id("assignment"), heldBy: user, expecting: try form.version(), by: request.caller)
        return "saved"
    }

    @Sendable private func away(_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String {
        var wish = form.document("firstDay", "lastDay")
        if let deputy = form.filled("deputy") {
            let person = try await organization.readPeople.person(deputy, named: "deputy")
            wish = wish.with("deputyID", .string(person.id.description))
        }
        _ = try await organization.createAbsence(
            try wish.decoded(AbsenceRequest.self).days, of: user,
            try form.creation(wish, at: "/users/absences", by: request.caller),
            by: request.caller)
        return "saved"
    }

    @Sendable private func stay(_ form: FormBody, _ user: ID, _ request: HTTPRequest) async throws -> String {
        try await organization.changeAbsence.remove(
            try request.id("absence"), userID: user, expecting: try form.version())
        return "saved"
    }
}
