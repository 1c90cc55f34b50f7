package import Audit
package import Core
import Database
package import HTTP
package import Observability

/// Makes one handler of a service's routes. In this order: request id, caller, route, right, handler; every refusal becomes
/// problem+json, and an unknown error is logged once with the request id, which is all that the client sees of it.
package enum ServiceHandler {
    private struct Door: Sendable {
        let route: Route
        let seconds: Histogram
    }

    /// `caller` reads who asks from the request, for example from an internal token; it throws what is answered then. Lines that
    /// routes owe go to `audit`; without it there are none.
    package static func make(
        service: String, routes: [Route], audit: AuditTrail? = nil, ids: IdentifierSource, logger: Logger, metrics: Metrics,
        caller: @escaping @Sendable (HTTPRequest) async throws -> Caller
    ) throws -> Handler {
        let router = try Router(routes.map { ($0.method, $0.pattern) })
        let doors = routes.map { route in
            let seconds = metrics.histogram(
                "http_request_seconds", "Time to answer a request.",
                labels: [("service", service), ("route", "\(route.method.rawValue) \(route.pattern)")])
            return Door(route: route, seconds: seconds)
        }
        return { request in
            var request = request
            request.id = requestID(request) ?? ids.next().description
            do {
                let (number, parameters) = try number(router, request)
                let door = doors[number]
                let started = monotonicMicroseconds()
                defer { door.seconds.record(Double(monotonicMicroseconds() - started) / 1_000_000) }
                request.parameters = parameters
                request.caller = try await caller(request)
                if request.caller.kind != .anonymous, let client = request.fields["X-Forwarded-For"] {
                    // Who holds an internal token is the gateway, which says whom it heard from.
                    request.remoteAddress = client
                }
                var response = try await door.route.answer(request, audit: audit)
                response.fields["X-Request-ID"] = request.id
                return response
            } catch {
                var response = refusal(error, request: request, logger: logger)
                response.fields["X-Request-ID"] = request.id
                return response
            }
        }
    }

    /// The answer to an error, which is logged here when it is none that a client may see.
    package static func refusal(_ error: any Error, request: HTTPRequest, logger: Logger) -> HTTPResponse {
        ProblemBody.response(problem(of: error, request: request, logger: logger), requestID: request.id)
    }

    /// What a client may know of an error, which is logged here when that is not all.
    package static func problem(of error: any Error, request: HTTPRequest, logger: Logger) -> any Problem {
        switch error {
        case let refusal as Refusal where refusal.cause != nil:
            logger.warning(
                "A request could not be answered",
                [
                    "request": request.id, "method": request.method.rawValue, "code": refusal.code, "cause": refusal.cause ?? "",
                ])
            return refusal
        case let problem as any Problem:
            return problem
        case let failure as DatabaseError where failure.kind == .unavailable || failure.kind == .retryable:
            logger.warning("The database is not available", ["request": request.id, "error": "\(failure)"])
            return Refusal(
                .unavailable, "unavailable", "The service cannot reach its database now. Nothing was kept; send again later.")
        case let failure as DatabaseError where failure.kind == .storage:
            logger.error("The database cannot write", ["request": request.id, "error": "\(failure)"])
            return Refusal(
                .unavailable, "storage", "The service cannot write to its storage now. Nothing was kept; send again later.")
        case is CancellationError:
            return Refusal(.unavailable, "stopping", "The service is stopping. Send again.")
        default:
            logger.error(
                "A request failed",
                ["request": request.id, "method": request.method.rawValue, "error": String(reflecting: error)])
            return Refusal(.failed, "failed", "Something went wrong on our side. Tell us the request id.")
        }
    }

    package static func check(_ access: Access, _ caller: Caller) throws {
        switch access {
        case .open: return
        case .signedIn:
            guard caller.kind != .anonymous else { throw notSignedIn }
        case .scope(let scope):
            guard caller.kind != .anonymous else { throw notSignedIn }
            guard caller.holds(scope) else {
                throw Refusal(.forbidden, "missing-scope", "This needs the right \(scope). Ask an administrator for it.")
            }
        }
    }

    private static let notSignedIn = Refusal(
        .unauthenticated, "not-signed-in", "Sign in, or send a bearer token in the Authorization header.")

    private static func number(_ router: Router, _ request: HTTPRequest) throws -> (Int, [String: String]) {
        let method = request.method == .head ? HTTPMethod.get : request.method
        switch router.match(method, request.target) {
        case .found(let number, let parameters): return (number, parameters)
        case .methodNotAllowed(let allowed): throw MethodNotAllowed(allowed)
        case .notFound: throw Refusal(.notFound, "no-such-route", "There is nothing at this address.")
        }
    }

    /// The id that the gateway gave the request, when it looks like one.
    private static func requestID(_ request: HTTPRequest) -> String? {
        guard let id = request.fields["X-Request-ID"], (1...64).contains(id.utf8.count),
            id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") })
        else { return nil }
        return id
    }
}
