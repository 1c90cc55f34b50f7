import HTML
import Pages
import Presentation

/// Which columns a list has, to be chosen by each person.
struct ColumnChooser: Sendable {
    let list: ListName
    let columns: [(name: String, title: Phrase)]
    let shown: Set<String>
    let address: ListAddress
    let visit: Visit

    var html: HTML {
        let say = visit.say
        let boxes: [HTML] = columns.map { column in
            """
            <label class="check"><input type="checkbox" name="column-\(column.name)" value="on"\
            \(" checked", when: shown.contains(column.name))>\(say(column.title))</label>
            """
        }
        return .unfold(
            say(.columns), icon: .columns, iconOnly: true,
            """
            <form method="post" action="/lists/\(list.rawValue)/columns">\(visit.formToken)\(HTML.hidden("query", address.with(ListAddress.cursor, nil).query))\
            <div class="grid-fields">\(boxes)</div><div class="chips">\(HTML.button(say(.save), .main))\
            \(HTML.button(say(.standardColumns), .quiet, name: "do", value: "standard"))</div></form>
            """)
    }
}
