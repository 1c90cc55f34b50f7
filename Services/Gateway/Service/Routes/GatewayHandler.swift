import Core
import HTTP
import Observability
import ServiceKit

/// The gateway's way of a request: id, caller, limit, then a route of its own or the service behind the prefix.
struct GatewayHandler: Sendable {
    private enum Door: Sendable {
        case own(Route)
        case service(Handler, name: String, isOpen: Bool)
        case missing(String)
    }

    private let router: Router<Door>
    private let ids: IdentifierSource
    private let logger: Logger
    private let findCaller: FindCaller
    private let limiter: RateLimiter
    private let seconds: Histogram

    init(
        routes: [Route], peers: Peers, ids: IdentifierSource, logger: Logger, metrics: Metrics, findCaller: FindCaller,
        limiter: RateLimiter
    ) throws {
        var doors: [(HTTPMethod, String, Door)] = routes.map { ($0.method, $0.pattern, .own($0)) }
        let taken = Set(routes.map { "\($0.method.rawValue) \($0.pattern)" })
        for (prefix, service) in Upstream.prefixes {
            let door: Door =
                peers[service].map { .service($0, name: service, isOpen: Upstream.isOpen(prefix)) } ?? .missing(service)
            for method in [HTTPMethod.get, .post, .put, .patch, .delete] {
                for pattern in [prefix, prefix + "/{rest*}"] where !taken.contains("\(method.rawValue) \(pattern)") {
                    doors.append((method, pattern, door))
                }
            }
        }
        router = try Router(doors)
        self.ids = ids
        self.logger = logger
        self.findCaller = findCaller
        self.limiter = limiter
        seconds = metrics.histogram("gateway_request_seconds", "Time to answer a request at the gateway.")
    }

    func callAsFunction(_ request: HTTPRequest) async -> HTTPResponse {
        let started = monotonicMicroseconds()
        var request = request
        request.id = ids.next().description
        // Nobody outside may speak in the name of another or choose our ids.
        request.fields["X-Request-ID"] = nil
        var response: HTTPResponse
        do {
            response = try await answer(&request)
        } catch {
            response = ServiceHandler.refusal(error, request: request, logger: logger)
        }
        response.fields["X-Request-ID"] = request.id
        SecurityFields.add(to: &response, secure: request.isSecure)
        seconds.record(Double(monotonicMicroseconds() - started) / 1_000_000)
        return response
    }

    private func answer(_ request: inout HTTPRequest) async throws -> HTTPResponse {
        let method = request.method == .head ? HTTPMethod.get : request.method
        switch router.match(method, request.path) {
        case .found(let door, let parameters):
            request.parameters = parameters
            let session = try await identify(&request)
            if let seconds = limit(request) {
                var response = ProblemBody.response(
                    Refusal(.rateLimited, "rate-limited", "Too many requests; wait \(seconds) s."), requestID: request.id)
                response.fields["Retry-After"] = "\(seconds)"
                return response
            }
            return try await pass(request, session, through: door)
        case .methodNotAllowed(let allowed):
            var response = ProblemBody.response(
                Refusal(.methodNotAllowed, "method-not-allowed", "This address does not take that method."), requestID: request.id
            )
            response.fields["Allow"] = allowed.map(\.rawValue).joined(separator: ", ")
            return response
        case .notFound:
            throw Refusal(.notFound, "no-such-route", "There is nothing at this address.")
        }
    }

    /// Sets the caller and returns the session of a signed-in browser.
    private func identify(_ request: inout HTTPRequest) async throws -> Session? {
        let (caller, session) = try await findCaller(request)
        request.caller = caller
        if let session, !session.language.isEmpty { request.language = session.language }
        return session
    }

    private func limit(_ request: HTTPRequest) -> Int? {
        let subject = request.caller.kind == .anonymous ? request.remoteAddress : request.caller.subject
        return limiter.wait(subject, now: monotonicMicroseconds())
    }

    private func pass(_ request: HTTPRequest, _ session: Session?, through door: Door) async throws -> HTTPResponse {
        switch door {
        case .own(let route):
            do {
                try ServiceHandler.check(route.access, request.caller)
            } catch let refusal as Refusal where refusal.kind == .unauthenticated && wantsPage(request) {
                return .redirect(to: SignInAddress.back(to: request.target))
            }
            try FormGuard.check(request, session)
            return try await SignedIn.$session.withValue(session) { try await route.handler(request) }
        case .service(let handler, _, let isOpen):
            if !isOpen { try ServiceHandler.check(.signedIn, request.caller) }
            try FormGuard.check(request, session)
            return try await handler(request)
        case .missing(let service):
            throw Refusal(
                .unavailable, "no-service", "The service \(service) is not part of this installation or not configured.")
        }
    }

    /// A browser on its way to a page, rather than a program.
    private func wantsPage(_ request: HTTPRequest) -> Bool {
        request.method == .get && (request.fields["Accept"]?.contains("text/html") ?? false)
    }
}

/// The session of the request being answered, for the pages.
enum SignedIn {
    @TaskLocal static var session: Session?
}

enum SignInAddress {
    static let path = "/signin"

    /// The sign-in page that leads back to where the person wanted to go.
    static func back(to target: String) -> String {
        path + "?next=" + PercentText.encoded(target)
    }

    /// Only addresses of our own are followed after signing in.
    static func safe(_ next: String?) -> String {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"),
            next.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return "/" }
        return next
    }
}

enum PercentText {
    static func encoded(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return out
    }
}
