import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// How the services are, their jobs and the events that wait, for operators.
struct OperationPages: Sendable {
    static let path = "/operations"
    static let jobsPath = path + "/jobs"
    static let parkedPath = path + "/events"
    private static let page = 50

    let compose: ComposeOperations
    let maker: PageMaker

    var routes: [Route] {
        let (read, write) = (Access.scope(OperationsRoutes.read), Access.scope(OperationsRoutes.write))
        return [
            Route(.get, Self.path, access: read, audit: .asksServices, "How the services are.", handler: overview),
            Route(.get, Self.jobsPath, access: read, audit: .asksServices, "Jobs of the services.", handler: jobs),
            Route(.get, Self.jobsPath + "/{service}/{id}", access: read, audit: .asksServices, "A job.", handler: job),
            Route(
                .post, Self.jobsPath + "/{service}/{id}", access: write, audit: .asksServices,
                "Retries, cancels or redrives a job.",
                handler: changeJob),
            Route(
                .post, Self.jobsPath + "/{service}/redrive", access: write, audit: .asksServices,
                "Starts all dead jobs of a kind over.", handler: redrive),
            Route(.get, Self.parkedPath, access: read, audit: .asksServices, "Parked events.", handler: events),
            Route(
                .post, Self.parkedPath + "/{service}/{id}", access: write, audit: .asksServices,
                "Retries or skips a parked event.",
                handler: changeEvent),
        ]
    }

    private func mayChange(_ visit: Visit) -> Bool { visit.request.caller.holds(OperationsRoutes.write) }

    @Sendable private func overview(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let view = OperationsView(overview: try await compose.overview(for: request), visit: visit)
        var content = PageContent(visit.say(.operations), path: Self.path, view.body)
        content.beside = view.verdict
        content.crumbs = [Crumb(visit.say(.service))]
        return await maker.page(visit, content)
    }

    @Sendable private func jobs(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let part = try await compose.jobs(
            of: try OperationRoutes.services(request), page: PageRequest(cursor: visit.query("cursor"), limit: Self.page),
            for: request)
        var content = PageContent(
            visit.say(.jobs), path: Self.jobsPath, JobList(part: part, visit: visit, mayChange: mayChange(visit)).body)
        content.crumbs = [Crumb(visit.say(.operations), Self.path)]
        content.flash = flash(visit)
        return await maker.page(visit, content)
    }

    @Sendable private func job(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        return try await page(visit, flash: flash(visit))
    }

    private func page(_ visit: Visit, flash: HTML?) async throws -> HTTPResponse {
        let (service, id) = (try Self.service(visit), try visit.id())
        let job = try await compose.job(id, of: service, for: visit.request)
        let card = JobCard(job: job, visit: visit, mayChange: mayChange(visit))
        var content = PageContent(card.title, path: "\(Self.jobsPath)/\(service)/\(id)", card.body)
        content.beside = card.state
        content.crumbs = [Crumb(visit.say(.operations), Self.path), Crumb(visit.say(.jobs), Self.jobsPath)]
        content.flash = flash
        return await maker.page(visit, content)
    }

    @Sendable private func changeJob(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let (service, id) = (try Self.service(visit), try visit.id())
        guard let action = form["action"], ["retry", "cancel", "redrive"].contains(action) else {
            throw Refusal(.invalid, "missing", "Choose what is to be done with the job.")
        }
        do {
            _ = try await compose.change("\(OperationsRoutes.jobsPath)/\(id)/\(action)", of: service, for: request)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            var response = try await page(visit, flash: .note("\(visit.say(.jobMovedOn))", .warn))
            response.status = refusal.kind.status
            return response
        }
        return .redirect(to: "\(Self.jobsPath)/\(service)/\(id)?done=\(action)")
    }

    @Sendable private func redrive(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let service = try Self.service(visit)
        guard let kind = form.filled("kind") else { throw Refusal(.invalid, "missing", "Choose whose jobs are to start over.") }
        _ = try await compose.change(
            OperationsRoutes.jobsPath + "/redrive", of: service, body: ["kind": .string(kind)], for: request)
        return .redirect(to: PercentText.target(Self.jobsPath, [("service", service), ("kind", kind), ("done", "redrive")]))
    }

    @Sendable private func events(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let part = try await compose.parked(
            of: try OperationRoutes.services(request), page: PageRequest(cursor: visit.query("cursor"), limit: Self.page),
            for: request)
        var content = PageContent(
            visit.say(.parkedEvents), path: Self.parkedPath,
            ParkedEventList(part: part, visit: visit, mayChange: mayChange(visit)).body)
        content.crumbs = [Crumb(visit.say(.operations), Self.path)]
        content.flash = flash(visit)
        return await maker.page(visit, content)
    }

    @Sendable private func changeEvent(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        let form = try await visit.form()
        let service = try Self.service(visit)
        guard let action = form["action"], ["retry", "skip"].contains(action) else {
            throw Refusal(.invalid, "missing", "Choose what is to be done with the event.")
        }
        let number = try OperationRoutes.number(request)
        _ = try await compose.change("\(OperationsRoutes.parkedPath)/\(number)/\(action)", of: service, for: request)
        return .redirect(to: "\(Self.parkedPath)?done=event-\(action)")
    }

    private static func service(_ visit: Visit) throws -> String {
        guard let name = visit.request.parameters["service"], ComposeOperations.services.contains(name) else {
            throw Refusal(.notFound, "not-found", "There is no such service.")
        }
        return name
    }

    private func flash(_ visit: Visit) -> HTML? {
        let said: Phrase? =
            switch visit.query("done") {
            case "retry": .jobRetried
            case "redrive": .jobRedriven
            case "cancel": .jobCancelled
            case "event-retry": .eventRetried
            case "event-skip": .eventSkipped
            default: nil
            }
        return said.map { .note("\(visit.say($0))", .good) }
    }
}
