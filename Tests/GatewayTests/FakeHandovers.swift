import ContactsAPI
import Core
import HTTP
import JSON
import ServiceKit
import Synchronization

/// Contacts as far as handing over, exporting and asking for access go: keeps what it was asked, and answers what it is told to.
final class FakeHandovers: Sendable {
    struct Asked: Sendable {
        let method: HTTPMethod
        let target: String
        let key: String?
        let version: String?
        let body: JSONValue
    }

    static let id = FakeResources.id
    private let kept = Mutex<[Asked]>([])
    private let state = Mutex<(refusal: Refusal?, plan: ReassignmentState, needsApproval: Bool, requester: ID)>(
        (nil, .previewed, false, FakeResources.id))

    var asked: [Asked] { kept.withLock { $0 } }
    var changes: [Asked] { asked.filter { $0.method != .get } }

    func refuse(_ refusal: Refusal?) { state.withLock { $0.refusal = refusal } }
    func stand(_ plan: ReassignmentState) { state.withLock { $0.plan = plan } }
    func demandApproval(of requester: ID) { state.withLock { ($0.needsApproval, $0.requester) = (true, requester) } }

    /// All services, with this in place of contacts.
    func services() throws -> [String: Handler] {
        var all = try FakeServices.all()
        let plain = try FakeServices.contacts()
        all["contacts"] = { request in
            if let answer = try await self.answer(request) { return answer }
            return try await plain(request)
        }
        return all
    }

    private func answer(_ request: HTTPRequest) async throws -> HTTPResponse? {
        let path = String(request.target.prefix { $0 != "?" })
        let bytes = request.method == .get ? [] : try await request.body.collect(upTo: 1 << 20)
        kept.withLock {
            $0.append(
                Asked(
                    method: request.method, target: request.target, key: request.fields["Idempotency-Key"],
                    version: request.fields["If-Match"], body: (try? JSONValue.parse(bytes)) ?? .null))
        }
        let (refusal, plan, needsApproval, requester) = state.withLock { $0 }
        if request.method != .get, let refusal {
            return HTTPResponse(
                status: refusal.kind.status, fields: [("Content-Type", "application/problem+json")],
                body: .bytes(
                    Array(#"{"code":"\#(refusal.code)","detail":"\#(refusal.detail)","status":\#(refusal.kind.status)}"#.utf8)))
        }
        let holder = #"{"userID":"\#(Self.id)","userName":"Борис","unitID":"\#(Self.id)","unitName":"Север"}"#
        let actor = #"{"kind":"person","id":"1","name":"Анна"}"#
        let moment = "2026-01-05T11:00:00Z"
        let reassignment = """
            {"id":"\(Self.id)","state":"\(plan.rawValue)","request":{"filter":{"accounts":["\(Self.id)"]},"rule":{"kind":"one",
            "targets":[{"userID":"\(Self.id)"}]},"reason":"<Отпуск>"},"by":\(actor),"createdAt":"\(moment)",
            "counts":{"planned":3,"moved":0,"skipped":1,"undone":0,"kept":0},"targets":[{"holder":\(holder),"accounts":3}],
            "conflicts":[{"code":"missing-right","accounts":2}],"first":[{"accountID":"\(Self.id)","accountName":"<Медь>",
            "from":\(holder),"to":\(holder),"state":"planned"}]}
            """
        let request = """
            {"id":"\(Self.id)","requesterID":"\(requester)","requesterName":"<Анна>","columns":["id"],"format":"csv",
            "reason":"<Отчёт>","leaving":20000,"seen":20001,"state":"open","createdAt":"\(moment)"}
            """
        let export = """
            {"id":"\(Self.id)","by":\(actor),"columns":["id"],"format":"csv","leaving":3,"seen":3,"rows":3,"state":"complete",
            "beganAt":"\(moment)"}
            """
        let access = """
            {"id":"\(Self.id)","accountID":"\(Self.id)","accountName":"<Медь>","requesterID":"\(requester)","requesterName":"<Анна>",
            "access":"view","reason":"<Звонок>","state":"open","createdAt":"\(moment)"}
            """
        func list(_ item: String) -> String { #"{"items":[\#(item)],"next":"n 1"}"# }
        let json: String? =
            switch path {
            case "/v1/reassignments" where bytes.isEmpty: list(reassignment)
            case "/v1/reassignments", "/v1/reassignments/\(Self.id)", "/v1/reassignments/\(Self.id)/apply",
                "/v1/reassignments/\(Self.id)/undo", "/v1/users/\(Self.id)/offboardings":
                reassignment
            case "/v1/export-counts":
                #"{"leaving":20000,"seen":20001,"needsApproval":\#(needsApproval),"approvalAbove":10000}"#
            case "/v1/export-requests" where bytes.isEmpty: list(request)
            case let path where path.hasPrefix("/v1/export-requests"): request
            case "/v1/exports": list(export)
            case "/v1/access-requests" where bytes.isEmpty: list(access)
            case let path where path.hasPrefix("/v1/access-requests") || path.hasSuffix("/access-requests"): access
            case "/v1/queue-rules":
                #"{"rules":[{"kind":"company","country":"DE","source":"urn:<s>","unitID":"\#(Self.id)"},{"unitID":"\#(Self.id)"}],"version":4}"#
            case let path where path.hasSuffix("/owner") || path.hasSuffix("/claims"):
                #"{"holder":\#(holder),"from":"\#(moment)","how":"assigned","by":\#(actor)}"#
            default: nil
            }
        return json.map {
            HTTPResponse(status: 200, fields: [("Content-Type", "application/json")], body: .bytes(Array($0.utf8)))
        }
    }
}
