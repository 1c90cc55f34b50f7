import Audit
import Core
import HTML
import HTTP
import Pages
import Presentation
import ServiceKit

/// What a browser shows when there is no network: a page that it keeps, by a worker that keeps nothing else.
struct OfflinePages: Sendable {
    static let path = "/offline"

    let maker: PageMaker

    var routes: [Route] {
        [
            Route(
                .get, Self.path, access: .open, audit: .none("Says nothing of anybody."), "The page for when there is no network."
            ) { request in
                let visit = maker.visit(request, language: request.query.first("language"))
                let body: HTML = """
                    \(HTML.note("\(visit.say(.noNetworkText))", .warn))\
                    \(HTML.chips([.buttonLink(visit.say(.retry), "/", .main, icon: .refresh)]))
                    """
                return maker.door(visit, visit.say(.noNetwork), body)
            }
        ]
    }
}

extension Phrase {
    fileprivate static let noNetwork = Phrase("Нет сети", "No network")
    fileprivate static let noNetworkText = Phrase(
        "Страница не открылась: браузер не достаёт до сервера. Ничего не потеряно. Проверьте сеть и повторите.",
        "The page did not open: the browser does not reach the server. Nothing is lost. Check the network and retry.")
}
