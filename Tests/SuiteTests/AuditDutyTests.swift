import Audit
import Contacts
import Core
import Gateway
import HTTP
import Notifications
import Observability
import Orders
import Runtime
import ServiceKit
import TestKit
import Testing

/// What the routes of all modules say that they owe the audit.
@Suite struct AuditDutyTests {
    /// Doors that change something and bring no line of their own, with whose business it is.
    private static let exceptions: Set<String> = [
        // Kept event by event by the intake, with source and receipt.
        "POST /v1/events",
        // The language of one's own session.
        "POST /language",
        // How the pages look to oneself.
        "POST /me/look",
        // How lists look to oneself: the view that one opens with, the columns.
        "POST /v1/me/views/{id}/default", "POST /lists/{list}/columns",
        // That oneself has read what one was told.
        "POST /v1/me/notifications/read", "POST /v1/me/notifications/{id}/read", "POST /notifications/read",
        "POST /notifications/{id}/read",
        // A secret that counts only once it is confirmed, which owes the line.
        "POST /v1/me/second-factor",
        // Questions; the answer owes the line.
        "POST /v1/me/passkeys/options", "POST /v1/me/proof/passkey/options", "POST /v1/sign-in/passkey/options",
        // Nobody is known yet; the job that writes the mail brings the line.
        "POST /v1/password-resets", "POST /password-reset",
    ]

    @Test func `every route of every module says what it owes, and what changes something owes a line`() async throws {
        var settings = Settings()
        settings[RuntimeSettings.data] = try SuiteProcesses.newPath("duties")
        let suite = try await Suite.assemble(
            [ContactsModule.self, OrdersModule.self, NotificationsModule.self, GatewayModule.self], settings: settings,
            logger: .silent)
        let routes = suite.services.flatMap { service in service.module.routes.map { (service.name, $0) } }
        #expect(routes.count > 60)
        for (service, route) in routes {
            let door = "\(route.method.rawValue) \(route.pattern)"
            if let reason = route.audit.reason {
                #expect(reason.count > 5, "\(service) \(door)")
                let asks = reason.contains("asks the services")
                #expect(
                    route.method == .get || asks || Self.exceptions.contains(door),
                    "\(service) \(door) changes something and owes no line: \(reason)")
            } else {
                #expect(route.audit.action != .view || route.method == .get, "\(service) \(door)")
                #expect(route.audit.action != .change || route.method != .get, "\(service) \(door)")
            }
        }
        await suite.close()
    }
}
