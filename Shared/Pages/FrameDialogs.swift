import HTML
import Presentation

/// What every page of somebody who is signed in holds ready: the palette, the sheet of keys, the place of short messages.
struct FrameDialogs {
    let say: Presenter
    let navigation: [NavigationEntry]
    let searchPath: String

    var html: HTML { "\(palette)\(sheet)\(toasts)\(changed)" }

    private var palette: HTML {
        """
        <dialog class="palette" id="palette" aria-label="\(say(.findOrGo))"><form role="search" action="\(url: searchPath)">\
        <span class="find">\(Icon.search.html)<input type="search" name="q" autocomplete="off" role="combobox" \
        aria-expanded="false" aria-controls="found" aria-autocomplete="list" aria-label="\(say(.findOrGo))" \
        placeholder="\(say(.searchHint))"></span></form>\
        <div class="options" id="found" role="listbox" aria-label="\(say(.foundList))" hidden></div>\
        <p class="hint" role="status" data-none="\(say(.nothingFound))" data-some="\(say(.foundSome))" \
        data-failed="\(say(.searchFailed))"></p></dialog>
        """
    }

    private var sheet: HTML {
        var lines: [(keys: [String], meaning: String)] = [
            (["Ctrl", "K"], say(.findOrGo)), (["/"], say(.findOrGo)), (["j"], say(.nextLine)), (["k"], say(.lineBefore)),
        ]
        lines += [(["x"], say(.selectKey)), (["Enter"], say(.openKey))]
        lines += navigation.compactMap { entry in entry.key.map { (["g", String($0)], say(entry.title)) } }
        lines += [(["Esc"], say(.close)), (["?"], say(.keys))]
        let items: [HTML] = lines.map { line in
            let keys: [HTML] = line.keys.map { "<kbd>\($0)</kbd>" }
            return "<dt>\(keys.joined(separator: " "))</dt><dd>\(line.meaning)</dd>"
        }
        return """
            <dialog class="sheet" id="keys" aria-labelledby="keys-title"><header><h2 id="keys-title">\(say(.keys))</h2>\
            <form method="dialog"><button class="btn bare sq" aria-label="\(say(.close))">\(Icon.x.html)</button></form></header>\
            <dl class="keys">\(items)</dl><p class="muted small">\(say(.keysCanBeOff))</p></dialog>
            """
    }

    /// Stands in a part that changed while somebody typed into it.
    private var changed: HTML {
        """
        <template id="changed"><div class="note acc changed" role="status">\(Icon.refresh.html)<span>\(say(.changedMeanwhile))</span>\
        <button type="button" class="btn">\(say(.showChange))</button></div></template>
        """
    }

    private var toasts: HTML {
        """
        <div class="toasts" id="toasts" role="status" data-close="\(say(.close))" data-offline="\(say(.offlineNow))" \
        data-online="\(say(.onlineAgain))"></div>
        """
    }
}
