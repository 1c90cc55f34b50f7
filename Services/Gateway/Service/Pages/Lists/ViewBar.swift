import Core
import HTML
import HTTP
import Pages
import Presentation

/// The kept views of a list: as tabs behind the list's own, with the way to save what is shown and to change what was saved.
struct ViewBar: Sendable {
    let list: ListName
    let shelf: KeepViews.Shelf
    /// What is shown now.
    let address: ListAddress
    let visit: Visit
    /// Names what the form would make.
    let key: String
    /// How many are in a view, in people's form.
    var counts: [ID: String] = [:]

    private var say: Presenter { visit.say }

    var tabs: [Tab] {
        shelf.views.map { seen in
            Tab(
                seen.view.content.name, path: Self.address(of: seen.view, at: address.path).target,
                isCurrent: seen.view.id == current?.view.id, count: counts[seen.view.id])
        }
    }

    /// The one whose tab is marked: named by the address, and one of the person's.
    var current: KeepViews.Seen? {
        address["view"].flatMap { ID($0) }.flatMap { id in shelf.views.first { $0.view.id == id } }
    }

    static func address(of view: SavedView, at path: String) -> ListAddress {
        let items = HTTPQuery(view.content.query).items.map { (name: $0.name, value: Optional($0.value)) }
        return ListAddress(
            path, items + [("columns", view.content.columns.joined(separator: ",")), ("view", view.id.description)])
    }

    /// What is done about views, behind the tabs.
    var actions: HTML {
        guard let current else { return saving(isOther: false) }
        let isSame = address.isSame(as: Self.address(of: current.view, at: address.path))
        let mark: HTML = isSame ? .empty : .tag(say(.viewDiffers), .info)
        return "\(mark)\(changing(current))\(isSame ? .empty : saving(isOther: true))"
    }

    private func saving(isOther: Bool) -> HTML {
        let fields = [
            Field("name", say(.nameOfView)).with { ($0.isRequired, $0.id, $0.autocomplete) = (true, "view-name", "off") }
        ]
        let form = HTML.form(
            ViewPages.path, hidden: "\(visit.formToken)\(HTML.hidden("key", key))\(state)",
            fields: fields + [audience("view-audience", .own)].compactMap(\.self), actions: [.button(say(.save), .main)])
        return .unfold(say(.saveView), icon: .plus, form)
    }

    private func changing(_ seen: KeepViews.Seen) -> HTML {
        let path = "\(ViewPages.path)/\(seen.view.id)"
        let hidden: HTML = "\(visit.formToken)\(HTML.hidden("version", String(seen.view.version)))\(state)"
        let opening = HTML.button(
            say(seen.isDefault ? .openWithoutIt : .openWithIt), name: "do", value: seen.isDefault ? "close" : "open")
        guard seen.mayChange else {
            return .unfold(
                say(.thisView), icon: .settings,
                """
                <form class="stack" method="post" action="\(url: path)">\(hidden)<p class="muted small">\
                \(say(.sharedBy, seen.ownerName))</p><div class="chips">\(opening)</div></form>
                """)
        }
        let content = seen.view.content
        let keep: HTML = """
            <label class="check"><input type="checkbox" name="keep" value="on">\(say(.keepShown))</label>
            """
        let shared: HTML = seen.isOwn ? .empty : "<p class=\"muted small\">\(say(.sharedBy, seen.ownerName))</p>"
        let name = Field("name", say(.nameOfView), value: content.name).with {
            ($0.isRequired, $0.id, $0.autocomplete) = (true, "changed-name", "off")
        }
        return .unfold(
            say(.thisView), icon: .settings,
            """
            <form class="stack" method="post" action="\(url: path)">\(hidden)\(shared)\(name.html)\
            \(audience("changed-audience", content.audience)?.html)\(keep)<div class="chips">\
            \(HTML.button(say(.save), .main, name: "do", value: "save"))\(opening)\
            \(HTML.button(say(.removeView), .quiet, name: "do", value: "remove"))</div></form>
            """)
    }

    /// `nil` where there is nobody to share with.
    private func audience(_ id: String, _ audience: SavedView.Audience) -> Field? {
        var options = [("own", say(.onlyMe))]
        options += shelf.units.map { ($0.id.description, say(.unitAndBelow, $0.name)) }
        if shelf.mayShareWithAll || audience == .all { options.append(("all", say(.everybodyHere))) }
        let value = audience.unit?.description ?? audience.name
        if !options.contains(where: { $0.0 == value }) { options.append((value, say(.thisView))) }
        guard options.count > 1 else { return nil }
        return Field("audience", say(.whoSeesView), value: value, options: options.map { ($0.0, $0.1) }).with { $0.id = id }
    }

    /// What is shown, for the form to keep.
    private var state: HTML {
        let shown = address.without("view", "columns").query
        return """
            \(HTML.hidden("list", list.rawValue))\(HTML.hidden("query", shown))\
            \(HTML.hidden("columns", address["columns"] ?? ""))
            """
    }
}
