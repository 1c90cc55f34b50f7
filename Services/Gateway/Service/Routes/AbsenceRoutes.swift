import Audit
import Core
import HTTP
import ServiceKit

/// When somebody is away, and who stands in for him: one's own, and for administrators those of others.
struct AbsenceRoutes: Sendable {
    let read: ReadAbsences
    let create: CreateAbsence
    let change: ChangeAbsence

    var routes: [Route] {
        routes(
            "/v1/me/absences", reading: .signedIn, writing: .signedIn, "one's own", "you",
            of: { _ in try SignedIn.required().user.id })
            + routes(
                "/v1/users/{user}/absences", reading: .scope("organization:read"), writing: .scope("organization:write"),
                "a user's", "him", of: { try $0.id("user") })
    }

    private func routes(
        _ path: String, reading: Access, writing: Access, _ whose: String, _ whom: String,
        of user: @escaping @Sendable (HTTPRequest) throws -> ID
    ) -> [Route] {
        [
            Route(
                .get, path, access: reading, audit: .view(.organization), "List \(whose) absences, in the order of time.",
                response: AbsenceResource.self,
                list: true
            ) { request in
                let absences = try await read(of: try user(request))
                return .list(Page(items: absences.map { AbsenceResource($0) }, next: nil))
            },
            Route(
                .post, path, access: writing, audit: .change(.organization),
                "Note \(whose) absence by days, and who stands in for \(whom).",
                headers: [.idempotencyKey], request: AbsenceRequest.self, response: AbsenceResource.self, status: 201
            ) { request in
                let user = try user(request)
                let (wanted, creation) = try await request.wish(AbsenceRequest.self)
                let (absence, isNew) = try await create(wanted.days, of: user, creation, by: request.caller)
                return .made(AbsenceResource(absence), version: absence.version, isNew: isNew)
            },
            Route(
                .patch, path + "/{absence}", access: writing, audit: .change(.organization),
                "Change days or deputy of \(whose) absence.", headers: [.ifMatch],
                request: AbsencePatch.self, response: AbsenceResource.self
            ) { request in
                let user = try user(request)
                let version = try request.expectedVersion()
                let wanted = try await request.decode(AbsencePatch.self, limit: 10_000)
                let absence = try await change(
                    wanted.edit, of: try request.id("absence"), userID: user, expecting: version, by: request.caller)
                return .json(AbsenceResource(absence), etag: String(absence.version))
            },
            Route(
                .delete, path + "/{absence}", access: writing, audit: .change(.organization), "Take \(whose) absence back.",
                headers: [.ifMatch], status: 204
            ) { request in
                try await change.remove(
                    try request.id("absence"), userID: try user(request), expecting: try request.expectedVersion())
                return .empty()
            },
        ]
    }
}
