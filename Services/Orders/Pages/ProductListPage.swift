package import Core
package import HTML
package import OrdersAPI
import Pages
package import Presentation

/// The products that shops told of.
package enum ProductListPage {
    package static func body(
        products: Page<ProductResource>, search: String, cursor: String?, presenter: Presenter, now: Timestamp
    ) -> HTML {
        let form = HTML.searchForm(
            PagePath.products, value: search, label: presenter(.findProduct), hint: presenter(.productHint))
        let pager = HTML.pager(
            earlier: cursor == nil ? nil : (presenter(.toStart), PagePath.with(PagePath.products, [("q", search)])),
            later: products.next.map { next in
                (presenter(.later), PagePath.with(PagePath.products, [("q", search), ("cursor", next)]))
            },
            label: presenter(.pages))
        let words = OrderWords(presenter: presenter, now: now)
        return .stack([form, list(products.items, isFiltered: !search.isEmpty, words), pager])
    }

    private static func list(_ products: [ProductResource], isFiltered: Bool, _ words: OrderWords) -> HTML {
        let presenter = words.presenter
        guard !products.isEmpty else {
            return .panel(.empty(presenter(.noProducts), presenter(isFiltered ? .noSuchProducts : .noProductsYet)))
        }
        let columns = [
            Table.Column(presenter(.article)), Table.Column(presenter(.sku)),
            Table.Column(presenter(.categories), onPhone: false), Table.Column(presenter(.price), number: true),
            Table.Column(presenter(.released), onPhone: false),
        ]
        let rows = products.map { product -> Table.Row in
            let withdrawn: HTML? = product.withdrawnAt.map { time in
                " \(HTML.tag(presenter(.withdrawn, presenter.day(time, now: words.now)), .warn))"
            }
            return Table.Row([
                "<b>\(name(product, presenter.language))</b>\(withdrawn)", HTML(escaping: product.sku),
                HTML(escaping: product.categories.joined(separator: ", ")), HTML(escaping: price(product, presenter)),
                product.releasedAt.map(words.moment) ?? "—",
            ])
        }
        return .panel(Table(presenter(.products), columns, rows).html)
    }

    /// In the reader's language if it is there, else the one name for all, else any.
    private static func name(_ product: ProductResource, _ language: Language) -> String {
        let exact = product.name.keys.sorted().first { Language(tag: $0) == language }
        let key = exact ?? (product.name[""] == nil ? product.name.keys.sorted().first : "")
        return key.flatMap { product.name[$0] } ?? product.sku
    }

    private static func price(_ product: ProductResource, _ presenter: Presenter) -> String {
        guard let price = product.price else { return product.hidden.isEmpty ? "—" : presenter(.hiddenByRights) }
        return product.unit.map { presenter(.perUnit, presenter.money(price), $0) } ?? presenter.money(price)
    }
}
