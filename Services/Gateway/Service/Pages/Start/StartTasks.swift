import ContactsAPI
import Core
import HTML
import HTTP
import NotificationsAPI
import NotificationsPages
import OrdersAPI
import OrdersPages
import Pages
import Presentation

/// What waits for one person, each as a sentence that leads to it. Asked of the services with his own rights; one that does not
/// answer is named instead.
struct StartTasks: Sendable {
    /// Of each kind of request; the sentence says when there are more.
    private static let most = 5
    private static let newest = 50

    struct Task: Sendable {
        let icon: Icon
        let text: String
        let path: String
    }

    struct Found: Sendable {
        var tasks: [Task] = []
        var gaps: [Gap] = []
        /// For the chart, as they are read already.
        var mails: MailCounts?
    }

    let ask: AskPeer

    func callAsFunction(_ visit: Visit) async throws -> Found {
        async let rejected = rejected(visit)
        async let mails = mails(visit)
        async let access = access(visit)
        async let exports = exports(visit)
        async let ownerless = ownerless(visit)
        let parts = [try await rejected, try await mails, try await access, try await exports, try await ownerless]
        return parts.reduce(into: Found()) { all, part in
            all.tasks += part.tasks
            for gap in part.gaps where !all.gaps.contains(where: { $0.service == gap.service }) { all.gaps.append(gap) }
            all.mails = all.mails ?? part.mails
        }
    }

    private func rejected(_ visit: Visit) async throws -> Found {
        guard visit.request.caller.holds("intake:read") else { return Found() }
        let reply = try await ask.part("orders") {
            try await ask.resource(IntakeEquation.self, "orders", "/v1/order-intake", for: visit.request)
        }
        guard let sums = reply.value else { return Found(gaps: reply.gap.map { [$0] } ?? []) }
        guard sums.rejected > 0 else { return Found() }
        return Found(tasks: [Task(icon: .alert, text: visit.say(.rejectedWait, Int(sums.rejected)), path: PagePath.intake)])
    }

    private func mails(_ visit: Visit) async throws -> Found {
        guard visit.request.caller.holds("mails:read") else { return Found() }
        let reply = try await ask.part("notifications") {
            try await ask.resource(MailCounts.self, "notifications", "/v1/mail-counts", for: visit.request)
        }
        guard let counts = reply.value else { return Found(gaps: reply.gap.map { [$0] } ?? []) }
        var found = Found(mails: counts)
        if let uncertain = counts.byState["uncertain"], uncertain > 0 {
            found.tasks.append(
                Task(
                    icon: .mail, text: visit.say(.mailsWait, Int(uncertain)),
                    path: PercentText.target(MailListPage.path, [("state", "uncertain")])))
        }
        return found
    }

    private func access(_ visit: Visit) async throws -> Found {
        guard visit.request.caller.holds("customers:read") else { return Found() }
        let reply = try await ask.part("contacts") {
            try await ask.list(
                AccessRequestResource.self, "contacts", "/v1/access-requests?state=open&limit=20", for: visit.request)
        }
        guard let page = reply.value else { return Found(gaps: reply.gap.map { [$0] } ?? []) }
        let others = page.items.filter { $0.requesterID != visit.session?.user.id }
        return Found(
            tasks: others.prefix(Self.most).map { request in
                Task(
                    icon: .user, text: visit.say(.accessWanted, request.requesterName, request.accountName, request.reason),
                    path: "/customers/\(request.accountID)")
            })
    }

    private func exports(_ visit: Visit) async throws -> Found {
        guard visit.request.caller.holds("customers:administer") else { return Found() }
        let reply = try await ask.part("contacts") {
            try await ask.list(
                ExportRequestResource.self, "contacts", "/v1/export-requests?state=open&limit=20", for: visit.request)
        }
        guard let page = reply.value else { return Found(gaps: reply.gap.map { [$0] } ?? []) }
        let others = page.items.filter { $0.requesterID != visit.session?.user.id }
        return Found(
            tasks: others.prefix(Self.most).map { request in
                Task(
                    icon: .arrow,
                    text: visit.say(
                        .exportWanted, request.requesterName, visit.say.number(Int(request.leaving)), request.reason),
                    path: "/customers")
            })
    }

    /// Among the newest customers, which is where they wait; all of them would have to be counted one by one.
    private func ownerless(_ visit: Visit) async throws -> Found {
        guard visit.request.caller.holds("customers:assign") else { return Found() }
        let reply = try await ask.part("contacts") {
            try await ask.list(
                CustomerSummary.self, "contacts", "/v1/customers?sort=-createdAt&limit=\(Self.newest)", for: visit.request)
        }
        guard let page = reply.value else { return Found(gaps: reply.gap.map { [$0] } ?? []) }
        let count = page.items.count { $0.ownerID == nil }
        guard count > 0 else { return Found() }
        return Found(tasks: [
            Task(
                icon: .building, text: visit.say(.ownerless, count), path: "/customers?sort=-createdAt")
        ])
    }
}
