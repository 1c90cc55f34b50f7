import Core
import HTTP
import JSON
import Observability
import ServiceKit

/// What was asked for, or why it is not there.
enum Reply<Value: Sendable>: Sendable {
    case value(Value)
    case gap(Gap)

    var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    var gap: Gap? {
        if case .gap(let gap) = self { gap } else { nil }
    }
}

extension AskPeer {
    private static let limits = JSONLimits(depth: 64, bytes: 16_000_000)

    /// One resource. Throws what the service says against the request.
    func resource<T: Shape>(
        _ type: T.Type, _ service: String, _ target: String, for request: HTTPRequest
    ) async throws -> Reply<T> {
        switch try await self(service, .get, target, for: request) {
        case .done(let bytes): decode(type, bytes, service, request)
        case .refused(let refusal): throw refusal
        case .gap(let gap): .gap(gap)
        }
    }

    /// One page of a list. Throws what the service says against the request.
    func list<T: Shape>(
        _ type: T.Type, _ service: String, _ target: String, for request: HTTPRequest
    ) async throws -> Reply<Page<T>> {
        switch try await self(service, .get, target, for: request) {
        case .done(let bytes): decode(listOf: type, bytes, service, request)
        case .refused(let refusal): throw refusal
        case .gap(let gap): .gap(gap)
        }
    }

    func decode<T: Shape>(_ type: T.Type, _ bytes: [UInt8], _ service: String, _ request: HTTPRequest) -> Reply<T> {
        do {
            return .value(try Shapes.decode(type, from: bytes, limits: Self.limits))
        } catch {
            return .gap(unreadable(service, request, error))
        }
    }

    func decode<T: Shape>(
        listOf type: T.Type, _ bytes: [UInt8], _ service: String, _ request: HTTPRequest
    ) -> Reply<Page<T>> {
        do {
            let json = try JSONValue.parse(bytes, limits: Self.limits)
            let items = try (json["items"]?.array ?? []).map { item in
                let (value, faults) = Shapes.read(type, from: item)
                guard let value else { throw Refusal(faults) }
                return value
            }
            return .value(Page(items: items, next: json["next"]?.string))
        } catch {
            return .gap(unreadable(service, request, error))
        }
    }

    private func unreadable(_ service: String, _ request: HTTPRequest, _ error: any Error) -> Gap {
        logger.error("A service's answer could not be read", ["request": request.id, "service": service, "error": "\(error)"])
        return Gap(service: service, code: "unreadable", detail: "The answer of the service \(service) could not be read.")
    }
}
