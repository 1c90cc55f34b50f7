import Audit
import Core
import HTTP
import ServiceKit

/// The units of the organization as a tree.
struct UnitRoutes: Sendable {
    let read: ReadUnits
    let create: CreateUnit
    let change: ChangeUnit

    var routes: [Route] {
        [
            Route(
                .get, "/v1/units", access: .scope("organization:read"), audit: .view(.organization),
                "Units, also closed ones, in the order of their ids.",
                query: PageQuery.parameters, response: UnitResource.self, list: true
            ) { request in
                let (after, limit) = try request.pageByID()
                let units = try await read(after: after, limit: limit + 1)
                return .list(Page(units, limit: limit) { $0.id.description }.map { UnitResource($0) })
            },
            Route(
                .get, "/v1/units/{unit}", access: .scope("organization:read"), audit: .view(.organization), "A unit.",
                response: UnitResource.self
            ) { request in
                let unit = try await read.one(try request.id("unit"))
                return .json(UnitResource(unit), etag: String(unit.version))
            },
            Route(
                .post, "/v1/units", access: .scope("organization:write"), audit: .change(.organization),
                "Make a unit below another one.",
                headers: [.idempotencyKey], request: UnitRequest.self, response: UnitResource.self, status: 201
            ) { request in
                let (wanted, creation) = try await request.wish(UnitRequest.self)
                let (unit, isNew) = try await create(wanted.wish, creation, by: request.caller)
                return .made(UnitResource(unit), version: unit.version, isNew: isNew)
            },
            Route(
                .patch, "/v1/units/{unit}", access: .scope("organization:write"), audit: .change(.organization),
                "Rename, move, close or open a unit, or give it a manager. Rights follow everywhere within 5 s.",
                headers: [.ifMatch], request: UnitPatch.self, response: UnitResource.self
            ) { request in
                let version = try request.expectedVersion()
                let wanted = try await request.decode(UnitPatch.self, limit: 20_000)
                let unit = try await change(
                    wanted.edit, of: try request.id("unit"), expecting: version, by: request.caller)
                return .json(UnitResource(unit), etag: String(unit.version))
            },
        ]
    }
}
