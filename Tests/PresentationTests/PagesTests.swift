import Foundation
import HTML
import Pages
import Presentation
import Testing

@Suite struct PagesTests {
    static let names = ["customer", "customers", "intake", "signin"]

    func page(_ name: String, _ language: Language = .russian) throws -> String {
        let pages = SamplePages(presenter: Presenter(language: language, timeZone: "Europe/Moscow")).all
        return try #require(pages.first { $0.name == name }).html.text
    }

    /// The bytes of every tag, as written.
    func tags(_ html: String) -> [String] {
        html.matches(of: #/<[^>]+>/#).map { String($0.output) }
    }

    @Test(arguments: names) func `a page is closed, titled once and has its landmarks`(name: String) throws {
        let html = try page(name)
        #expect(html.hasPrefix("<!doctype html>\n<html lang=\"ru\">"))
        #expect(html.components(separatedBy: "<h1>").count == 2)
        #expect(html.components(separatedBy: "<main ").count == 2)
        var open: [String] = []
        let void: Set<String> = ["meta", "link", "input", "br", "hr", "use", "polyline", "!doctype"]
        for tag in tags(html) {
            let name = String(tag.dropFirst().drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber || $0 == "!" })
            if void.contains(name) { continue }
            if tag.hasPrefix("</") { #expect(open.popLast() == name, "\(tag)") } else { open.append(name) }
        }
        #expect(open.isEmpty)
    }

    @Test(arguments: names) func `a page needs no inline script or style, and nothing from elsewhere`(name: String) throws {
        for tag in tags(try page(name)) {
            #expect(!tag.contains(" style=") && !tag.hasPrefix("<style"))
            #expect(!tag.hasPrefix("<script") || tag.hasPrefix("<script type=\"module\" src=\"/assets/"))
            #expect(tag.firstMatch(of: #/ on[a-z]+=/#) == nil && tag.firstMatch(of: #/(href|src|action)="(https?:|\/\/)/#) == nil)
        }
    }

    @Test(arguments: names) func `every input has a label, every id is one, every reference has its id`(name: String) throws {
        let html = try page(name)
        let ids = html.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        let labelled = Set(html.matches(of: #/<label for="([^"]+)"/#).map { String($0.1) })
        for tag in tags(html) where tag.firstMatch(of: #/^<(input|select|textarea)/#) != nil && !tag.contains("type=\"hidden\"") {
            let id = tag.firstMatch(of: #/ id="([^"]+)"/#).map { String($0.1) }
            #expect(tag.contains("aria-label=") || id.map(labelled.contains) == true, "\(tag)")
        }
        for match in html.matches(of: #/aria-describedby="([^"]+)"/#) {
            #expect(match.1.split(separator: " ").allSatisfy { ids.contains(String($0)) })
        }
    }

    @Test(arguments: names) func `every class that a page uses has a rule, every icon is drawn`(name: String) throws {
        let html = try page(name)
        let sheet = String(decoding: Assets.stylesheet.bytes, as: UTF8.self)
        let marks: Set<Substring> = ["good", "warn", "bad", "acc", "go", "bare", "sq", "tab"]
        for match in html.matches(of: #/class="([^"]*)"/#) {
            for name in match.1.split(separator: " ") where !marks.contains(name) {
                #expect(sheet.contains(".\(name) ") || sheet.contains(".\(name):") || sheet.contains(".\(name),"), "\(name)")
            }
        }
        let sprite = String(decoding: Assets.icons.bytes, as: UTF8.self)
        for match in html.matches(of: #/icons\.svg\?v=[0-9a-f]{16}#([a-z]+)/#) { #expect(sprite.contains("id=\"\(match.1)\"")) }
    }

    @Test func `the place one is in is marked, and only that`() throws {
        let html = try page("customer")
        #expect(html.components(separatedBy: "aria-current=\"page\"").count == 2)
        #expect(html.contains(#"<a href="/customers" class="tab" data-key="c" aria-current="page">"#))
    }

    @Test func `what comes from outside is escaped in every part`() {
        let evil = "\"><script>alert('x')</script>"
        var field = Field(evil, evil, value: evil)
        field.error = evil
        field.hint = evil
        let column = Table.Column(evil, sorting: "javascript:alert(1)", .ascending)
        let parts: [HTML] = [
            .tag(evil), .chip(evil, evil, removing: evil, removeLabel: evil), .link(evil, "javascript:x"),
            .moment(evil, exact: evil),
            .freshness(evil), .face(evil), .who(evil, detail: evil, path: evil), .empty(evil, evil), .code(evil, label: evil),
            .steps([evil], current: 0), .card(evil, ""), .facts([Fact(evil, "")]), .tile(evil, evil, below: evil), field.html,
            .equation(total: (evil, evil), parts: [(evil, evil)]), .tabs([(evil, evil, true)], label: evil),
            .button(evil, name: evil, value: evil),
            .pager(earlier: (evil, evil), later: nil, label: evil), .hidden(evil, evil),
            Table(evil, [column], [.init([.empty])]).html,
            Timeline([.init(evil, [.init(icon: .mail, "", time: "", quote: evil)])]).html,
            .searchForm(evil, value: evil, label: evil, hint: evil), .panel(.empty(evil, evil)),
            Found.options([.init(evil, [.init(evil, detail: evil, path: evil, icon: .user, dialog: evil)])]),
            Found.results([.init(evil, [.init(evil, detail: evil, path: "javascript:x", icon: .user)])]),
        ]
        for part in parts {
            #expect(!part.text.contains("<script") && !part.text.contains("javascript:"), "\(part.text)")
            #expect(part.text.components(separatedBy: "\"").count % 2 == 1, "\(part.text)")
        }
    }

    @Test func `a module imports others by the links that carry their hashes`() {
        let frame = String(decoding: Assets.frame.bytes, as: UTF8.self)
        let imported = frame.matches(of: #/from "([^"]+)"/#).map { String($0.1) }
        #expect(imported.count == 5 && !frame.contains("\"./"))
        #expect(imported.allSatisfy { path in Assets.all.contains { $0.path == path } })
    }

    @Test(arguments: [
        ("dark.compact.keys", Look(scheme: .dark, density: .compact)),
        ("light.regular.off", Look(scheme: .light, hasKeys: false)),
        ("system.regular.keys", Look()),
    ])
    func `a look reads what it writes`(cookie: String, look: Look) {
        #expect(look.cookie == cookie && Look(cookie: cookie) == look)
    }

    @Test(arguments: [nil, "", "...", "pink.huge", "dark", "\"><script>", "pink"])
    func `what cannot be read of a look counts as not chosen, and never reaches the page`(cookie: String?) {
        let look = Look(cookie: cookie)
        #expect(look.density == .regular && look.hasKeys)
        #expect(look.scheme == (cookie == "dark" ? .dark : .system))
        let html = DoorFrame(presenter: Presenter(language: .english), title: "T", body: "", look: look).document().text
        #expect(!html.contains("pink") && !html.contains("<script"))
    }

    @Test func `a sheet's braces match and an asset's hash follows its bytes`() {
        let sheet = String(decoding: Assets.stylesheet.bytes, as: UTF8.self)
        #expect(sheet.filter { $0 == "{" }.count == sheet.filter { $0 == "}" }.count)
        #expect(Set(Assets.all.map(\.hash)).count == Assets.all.count)
        #expect(
            Assets.all.allSatisfy { $0.hash.count == 16 && $0.path == "/assets/\($0.name)?v=\($0.hash)" && !$0.bytes.isEmpty })
    }

    /// `RELATA_PREVIEW=/some/folder swift test --filter PagesTests` leaves the sample pages there to be looked at.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["RELATA_PREVIEW"] != nil, "RELATA_PREVIEW names no folder"))
    func `the sample pages can be looked at`() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["RELATA_PREVIEW"])
        try FileManager.default.createDirectory(atPath: folder + "/assets", withIntermediateDirectories: true)
        for asset in Assets.all { try Data(asset.bytes).write(to: URL(fileURLWithPath: "\(folder)/assets/\(asset.name)")) }
        for name in Self.names { try Data(try page(name).utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).html")) }
    }
}
