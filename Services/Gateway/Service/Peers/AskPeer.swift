import Core
import HTTP
import JSON
import Observability
import ServiceKit

/// Why a service's part of an answer is not there.
struct Gap: Hashable, Sendable {
    let service: String
    let code: String
    let detail: String

    /// The code of what the caller may not see.
    static let hidden = "hidden"
}

/// Asks another service in the name of whoever asks us, and with no more rights.
struct AskPeer: Sendable {
    enum Answer: Sendable {
        /// 2xx, with the body.
        case done([UInt8])
        /// 4xx: what the service says against the request.
        case refused(Refusal)
        /// The service is not there, is too slow, failed, or does not understand us.
        case gap(Gap)
    }

    /// Seconds that reading one thing may take; and changing one.
    static let patience = 3.0
    static let patienceForChanges = 20.0
    private static let most = 16_000_000

    let peers: Peers
    let logger: Logger

    /// `ifMatch` is the version that was read. Throws only `CancellationError`, when whoever asks us has gone.
    func callAsFunction(
        _ service: String, _ method: HTTPMethod = .get, _ target: String, body: JSONValue? = nil,
        fields: [(String, String)] = [], for request: HTTPRequest
    ) async throws -> Answer {
        guard let peer = peers[service] else {
            return .gap(Gap(service: service, code: "no-service", detail: "The service \(service) is not configured."))
        }
        var question = HTTPRequest(method: method, target: target)
        question.caller = request.caller
        question.id = request.id
        question.remoteAddress = request.remoteAddress
        for (name, value) in fields { question.fields[name] = value }
        if let body {
            question.fields["Content-Type"] = "application/json"
            question.body = .bytes(body.json())
        }
        let asked = question
        do {
            let (response, bytes) = try await Deadline.run(
                seconds: method == .get ? Self.patience : Self.patienceForChanges
            ) {
                let response = try await peer(asked)
                return (response, try await response.body.collect(upTo: Self.most))
            }
            return answer(service, response, bytes)
        } catch {
            try Task.checkCancellation()
            return .gap(gap(service, asked, error))
        }
    }

    private func answer(_ service: String, _ response: HTTPResponse, _ bytes: [UInt8]) -> Answer {
        let status = response.status
        if (200..<300).contains(status) {
            if bytes.isEmpty || response.fields["Content-Type"]?.contains("json") == true { return .done(bytes) }
            return .gap(Gap(service: service, code: "unreadable", detail: "The service \(service) did not answer with JSON."))
        }
        let said = try? JSONValue.parse(bytes)
        let code = said?["code"]?.string ?? "service-answered-\(status)"
        guard let kind = ProblemKind(rawValue: status), status < 500, kind != .unauthenticated else {
            return .gap(Gap(service: service, code: code, detail: "The service \(service) cannot answer now."))
        }
        let faults = (said?["errors"]?.array ?? []).compactMap { fault -> Fault? in
            guard let pointer = fault["pointer"]?.string, let code = fault["code"]?.string, let detail = fault["detail"]?.string
            else { return nil }
            return Fault(pointer: pointer, code: code, detail: detail)
        }
        return .refused(Refusal(kind, code, said?["detail"]?.string ?? "The service refused this.", faults: faults))
    }

    private func gap(_ service: String, _ asked: HTTPRequest, _ error: any Error) -> Gap {
        if let problem = error as? any Problem { return Gap(service: service, code: problem.code, detail: problem.detail) }
        logger.error(
            "A service could not be asked", ["request": asked.id, "service": service, "error": String(reflecting: error)])
        return Gap(service: service, code: "failed", detail: "The service \(service) cannot answer now.")
    }
}
