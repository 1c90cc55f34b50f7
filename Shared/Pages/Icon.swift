package import HTML

/// Outline symbols of our own, drawn on a 24 × 24 grid with one stroke width.
package enum Icon: String, CaseIterable, Sendable {
    case search, home, building, cart, mail, activity, check, alert, clock, user, truck, parcel, card, refresh, x, arrow
    case plus, phone, lock, settings, filter, tag, undo, info, logout, send, list, columns, download, key, bell

    /// Beside a word that says the same, so hidden from screen readers.
    package var html: HTML {
        "<svg class=\"ico\" aria-hidden=\"true\"><use href=\"\(Assets.icons.path)#\(rawValue)\"/></svg>"
    }

    static var sprite: String {
        let symbols = allCases.map { icon in
            "<symbol id=\"\(icon.rawValue)\" viewBox=\"0 0 24 24\"><path d=\"\(icon.outline)\"/></symbol>\n"
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n"
            + symbols.joined() + "</svg>\n"
    }

    /// The product's sign, for the browser's tab.
    static let mark = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="7" fill="#2b59c3"/>\
        <path d="M9 18V6h4a3.5 3.5 0 0 1 0 7H9m4 0 3 5" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" \
        stroke-linejoin="round"/></svg>

        """

    private var outline: String {
        switch self {
        case .search: "M16.2 16.2 21 21M18 10.5a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0Z"
        case .home: "M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-5.5h4V20"
        case .building: "M5 21V4h10v17M15 9h4v12M3 21h18M8.5 8h3M8.5 12h3M8.5 16h3"
        case .cart: "M3 4h2.5L8 15.5h9.5L20 7.5H6.3M10 19.5a1 1 0 1 1-2 0 1 1 0 0 1 2 0ZM18 19.5a1 1 0 1 1-2 0 1 1 0 0 1 2 0Z"
        case .mail: "M3.5 5.5h17v13h-17ZM3.5 7l8.5 6.5L20.5 7"
        case .activity: "M3 12h4l3-8 4.5 16 3-8H21"
        case .check: "M8.5 12.5l2.5 2.5 5-5.5M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z"
        case .alert: "M12 4 2.8 20h18.4ZM12 10v4.5M12 17.2v.1"
        case .clock: "M12 7v5.2l3.2 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z"
        case .user: "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"
        case .truck:
            "M2.5 6h11v11M13.5 9.5h4.2l3.8 4V17h-2M9 17h6.5M5 17H2.5V6"
                + "M9 17.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM19.5 17.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z"
        case .parcel: "M12 3l8 4.3v9.4L12 21l-8-4.3V7.3ZM4 7.3l8 4.4 8-4.4M12 11.7V21M8 5.2l8 4.3"
        case .card: "M3 5.5h18v13H3ZM3 10h18M6.5 15h3"
        case .refresh: "M20 11a8 8 0 0 0-14.3-4L4 9M4 4.5V9h4.5M4 13a8 8 0 0 0 14.3 4l1.7-2M20 19.5V15h-4.5"
        case .x: "M6 6l12 12M18 6 6 18"
        case .arrow: "M4.5 12h15M13.5 6l6 6-6 6"
        case .plus: "M12 5v14M5 12h14"
        case .phone:
            "M5 3.5h4l1.8 4.7-2.4 1.6a11.5 11.5 0 0 0 5.8 5.8"
                + "l1.6-2.4 4.7 1.8v4c0 .9-.7 1.6-1.6 1.5A16.8 16.8 0 0 1 3.5 5.1c-.1-.9.6-1.6 1.5-1.6Z"
        case .lock: "M5.5 11h13v9.5h-13ZM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 15v2"
        case .settings:
            "M4 7h9M18 7h2M4 17h2M11 17h9M18 7a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM11 17a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z"
        case .filter: "M3.5 5h17l-6.5 8v6.5l-4-2.3V13Z"
        case .tag: "M4 4h7.5l8.5 8.5-7.5 7.5L4 11.5ZM8.2 8.1v.1"
        case .undo: "M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3"
        case .bell: "M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10ZM10 19.5a2.2 2.2 0 0 0 4 0"
        case .info: "M12 11v5.5M12 7.6v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z"
        case .logout: "M14 4H5v16h9M10 12h10.5M16.5 8l4 4-4 4"
        case .send: "M20.5 3.5 3 10.5l7 3.5 3.5 7ZM20.5 3.5 10 14"
        case .columns: "M4 5h16v14H4ZM9.5 5v14M14.5 5v14"
        case .download: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15"
        case .key: "M14.5 9.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM13.2 12.7 20.5 20M17 16.5l-2 2"
        case .list: "M8.5 6H20M8.5 12H20M8.5 18H20M4 6v.1M4 12v.1M4 18v.1"
        }
    }
}
