import Core

/// Something that pages show and that changes by itself: all orders, or one of them. A page names those that it shows; it is told
/// which of them changed, and nothing of what is in them.
struct LiveThing: Hashable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case customers, orders, products, mails, intake
        case customer, order, mail
        case notifications
        /// Who else looks at a customer, by the customer's id.
        case lookers

        /// The right without which nobody hears of it; of one's own notifications everybody does.
        var scope: String? {
            switch self {
            case .customers, .customer, .lookers: "customers:read"
            case .orders, .order: "orders:read"
            case .products: "products:read"
            case .mails, .mail: "mails:read"
            case .intake: "intake:read"
            case .notifications: nil
            }
        }

        var isRecord: Bool { self == .customer || self == .order || self == .mail || self == .lookers }
    }

    let kind: Kind
    /// Of a record.
    let id: ID?
    /// Of notifications: whose.
    let receiver: Notice.Receiver?

    static let customers = LiveThing(.customers)
    static let orders = LiveThing(.orders)
    static let products = LiveThing(.products)
    static let mails = LiveThing(.mails)
    static let intake = LiveThing(.intake)

    init(_ kind: Kind, _ id: ID? = nil, receiver: Notice.Receiver? = nil) {
        (self.kind, self.id, self.receiver) = (kind, id, receiver)
    }

    /// As pages write it: `orders`, `order/ID`.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let kind = Kind(rawValue: String(parts[0])), parts.count == (kind.isRecord ? 2 : 1) else { return nil }
        let id = parts.count == 2 ? ID(String(parts[1])) : nil
        guard (id != nil) == kind.isRecord else { return nil }
        self.init(kind, id)
    }

    var text: String { id.map { "\(kind.rawValue)/\($0)" } ?? kind.rawValue }
}
