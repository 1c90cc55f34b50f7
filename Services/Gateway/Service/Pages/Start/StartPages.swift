import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// Where a day begins: what waits, and how things go.
struct StartPages: Sendable {
    static let path = "/"

    let tasks: StartTasks
    let charts: StartCharts
    let goals: GoalBoard
    let profile: KeepProfile
    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .signedIn, audit: .asksServices, "What waits for a person, and how things go.",
                handler: show)
        ]
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let visit = maker.visit(request)
        // A program that asks with a token is led to what is made for it.
        guard visit.session != nil else { return .redirect(to: DocsPage.path) }
        async let waiting = tasks(visit)
        async let orders = charts.orders(visit)
        async let board = goals.card(visit)
        let found = try await waiting
        let main = [try await welcome(visit), todo(found, visit), try await orders].compactMap(\.self)
        let side = [try await board, charts.mails(found.mails, visit)].compactMap(\.self)
        let body: HTML = side.isEmpty ? .stack(main) : .two(.stack(main), .stack(side))
        return await maker.page(visit, PageContent(greeting(visit), path: Self.path, body))
    }

    /// The way to the first day, for whoever is to do it.
    private func welcome(_ visit: Visit) async throws -> HTML? {
        guard visit.request.caller.scopes.contains("*"), try await profile.isOpen() else { return nil }
        let say = visit.say
        return .card(
            say(.welcomeCard),
            """
            <p>\(say(.welcomeCardText))</p>\(HTML.chips([.buttonLink(say(.goOn), WelcomePages.path, .main, icon: .arrow)]))
            """)
    }

    private func greeting(_ visit: Visit) -> String { visit.say(.todayIs, visit.say.date(visit.now)) }

    private func todo(_ found: StartTasks.Found, _ visit: Visit) -> HTML {
        let say = visit.say
        let gaps: [HTML] = found.gaps.map { .gap($0, say) }
        guard !found.tasks.isEmpty else {
            let isPowerless = visit.request.caller.scopes.isEmpty
            let text: HTML =
                isPowerless
                ? .empty(say(.noRightsYet), say(.noRightsYetText)) : .empty(say(.nothingWaitsForYou), say(.nothingWaitsText))
            return .card(say(.waitsForYou), found.gaps.isEmpty ? text : .stack(gaps))
        }
        let items: [HTML] = found.tasks.map { task in
            "<li><a href=\"\(url: task.path)\">\(task.icon.html)<span>\(task.text)</span>\(Icon.arrow.html)</a></li>"
        }
        return .card(
            say(.waitsForYou), beside: .tag(say.number(found.tasks.count)), flush: true,
            "\(gaps)<ul class=\"tasks\">\(items)</ul>")
    }
}
