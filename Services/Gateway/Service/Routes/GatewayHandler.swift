import Audit
import Core
import HTTP
import Observability
import ServiceKit

/// The gateway's way of a request: id, caller, limit, then a route of its own or the service behind the prefix.
final class GatewayHandler: Sendable {
    /// Answers a refusal to a browser with a page.
    typealias ErrorPage = @Sendable (any Problem, HTTPRequest, Session?) async -> HTTPResponse

    enum Door: Sendable {
        /// Indirect, so that a door that was found is not copied field by field.
        indirect case own(Route)
        indirect case service(Handler, PeerLine?, isOpen: Bool)
        case missing(String)
    }

    let router: Router
    /// By the router's numbers.
    let doors: [Door]
    private let ids: IdentifierSource
    let logger: Logger
    let findCaller: FindCaller
    let limits: RateLimits
    private let proxies: TrustedProxies
    private let crossOrigin: CrossOrigin
    private let errorPage: ErrorPage
    private let audit: AuditTrail?
    private let seconds: Histogram

    init(
        routes: [Route], peers: Peers, ids: IdentifierSource, logger: Logger, metrics: Metrics, findCaller: FindCaller,
        limits: RateLimits, proxies: TrustedProxies, crossOrigin: CrossOrigin, audit: AuditTrail?,
        errorPage: @escaping ErrorPage
    ) throws {
        var doors: [(HTTPMethod, String, Door)] = routes.map { ($0.method, $0.pattern, .own($0)) }
        let taken = Set(routes.map { "\($0.method.rawValue) \($0.pattern)" })
        for (prefix, service) in Upstream.prefixes {
            let door: Door
            if let peer = peers[service] {
                door = .service(peer, peers.line(to: service), isOpen: Upstream.isOpen(prefix))
            } else {
                door = .missing(service)
            }
            // A service knows best what its addresses take, so it answers all methods, and names those that it does take.
            for method in [HTTPMethod.get, .post, .put, .patch, .delete, .options, .trace, .query] {
                for pattern in [prefix, prefix + "/{*}"] where !taken.contains("\(method.rawValue) \(pattern)") {
                    doors.append((method, pattern, door))
                }
            }
        }
        router = try Router(doors.map { ($0.0, $0.1) })
        self.doors = doors.map(\.2)
        self.ids = ids
        self.logger = logger
        self.findCaller = findCaller
        self.limits = limits
        self.proxies = proxies
        self.crossOrigin = crossOrigin
        self.errorPage = errorPage
        self.audit = audit
        seconds = metrics.histogram("gateway_request_seconds", "Time to answer a request at the gateway.")
    }

    /// Inlined, as is `answer`: on the way of every request each function that may wait is an allocation and a look at where to go on.
    @inline(__always) func callAsFunction(_ request: HTTPRequest) async -> HTTPResponse {
        let started = monotonicMicroseconds()
        var request = request
        begin(&request)
        var session: Session?
        var verdict: RateLimiter.Verdict?
        var response: HTTPResponse
        do {
            response = try await answer(&request, &session, &verdict)
        } catch {
            response = await refusal(error, request, session)
        }
        finish(&response, request, verdict, startedAt: started)
        return response
    }

    /// Nobody outside may speak in the name of another or choose our ids.
    @inline(__always) func begin(_ request: inout HTTPRequest) {
        request.id = ids.next().description
        request.fields["X-Request-ID"] = nil
        request.caller = .anonymous
        proxies.reveal(&request)
    }

    @inline(__always) func finish(
        _ response: inout HTTPResponse, _ request: HTTPRequest, _ verdict: RateLimiter.Verdict?, startedAt: Int64
    ) {
        limits.tell(verdict, in: &response)
        crossOrigin.tell(request, in: &response)
        response.fields["X-Request-ID"] = request.id
        SecurityFields.add(to: &response, secure: request.isSecure)
        seconds.record(Double(monotonicMicroseconds() - startedAt) / 1_000_000)
    }

    @inline(__always) private func answer(
        _ request: inout HTTPRequest, _ session: inout Session?, _ verdict: inout RateLimiter.Verdict?
    ) async throws -> HTTPResponse {
        let method = request.method == .head ? HTTPMethod.get : request.method
        let match = router.match(method, request.target)
        if let response = crossOrigin.preflight(request, allowed: { methods(match) }) {
            // Browsers send no credentials with this question.
            try limits.countUnknown(request, into: &verdict)
            return response
        }
        if let authorization = request.fields["Authorization"], let caller = findCaller.remembered(authorization: authorization) {
            request.caller = caller
        } else {
            try await identify(&request, &session, &verdict)
        }
        let caller = request.caller
        try limits.count(request, into: &verdict)
        let door: Door
        switch match {
        case .found(let number, let parameters):
            door = doors[number]
            request.parameters = parameters
        case .methodNotAllowed(let allowed): throw MethodNotAllowed(allowed)
        case .notFound: throw Refusal(.notFound, "no-such-route", "There is nothing at this address.")
        }
        switch door {
        case .own(let route):
            try limits.count(request, at: route.pace, into: &verdict)
            try ServiceHandler.check(route.access == .open ? .open : .signedIn, caller)
            try FormGuard.check(request, session)
            return try await SignedIn.$session.withValue(session) { [request] in try await route.answer(request, audit: audit) }
        case .service(let handler, _, let isOpen):
            if !isOpen {
                try ServiceHandler.check(.signedIn, caller)
                try FormGuard.check(request, session)
            }
            return try await handler(request)
        case .missing(let service):
            throw Refusal(
                .unavailable, "no-service", "The service \(service) is not part of this installation or not configured.")
        }
    }

    /// What an address takes, as far as is known here, by the match of a method that none takes.
    private func methods(_ match: RouteMatch) -> [HTTPMethod] {
        switch match {
        case .methodNotAllowed(let allowed): allowed
        case .found: [.get, .head, .post, .put, .patch, .delete]
        case .notFound: []
        }
    }

    /// Sets the caller, and the session of a signed-in browser. Wrong credentials count against where they come from, so that they
    /// cannot be tried without limit.
    private func identify(
        _ request: inout HTTPRequest, _ session: inout Session?, _ verdict: inout RateLimiter.Verdict?
    ) async throws {
        do {
            (request.caller, session) = try await findCaller(
                authorization: request.fields["Authorization"], cookie: SessionCookie.of(request),
                isAttended: !LiveRequest.isOne(request))
        } catch let refusal as Refusal {
            try limits.countUnknown(request, into: &verdict)
            throw refusal
        }
        if let session, !session.language.isEmpty { request.language = session.language }
    }

    private func refusal(_ error: any Error, _ request: HTTPRequest, _ session: Session?) async -> HTTPResponse {
        let problem = ServiceHandler.problem(of: error, request: request, logger: logger)
        var response: HTTPResponse
        if SCIMMessage.isAsked(request) {
            response = SCIMMessage.error(problem)
            ProblemBody.addFields(of: problem, to: &response)
        } else if !wantsPage(request) {
            response = ProblemBody.response(problem, requestID: request.id)
        } else if problem.kind == .unauthenticated, request.method == .get {
            return .redirect(to: SignInAddress.back(to: request.target))
        } else {
            response = await errorPage(problem, request, session)
            ProblemBody.addFields(of: problem, to: &response)
        }
        if let problem = problem as? TooManyRequests { response.fields["Retry-After"] = "\(problem.seconds)" }
        return response
    }

    /// A browser on its way to a page, rather than a program.
    func wantsPage(_ request: HTTPRequest) -> Bool {
        request.fields["Accept"]?.contains("text/html") ?? false
    }
}

/// The session of the request being answered, for the pages.
enum SignedIn {
    @TaskLocal static var session: Session?
}
