import Core
import JSON

/// What the text of a message is made of, kept in the ledger so that it can be shown again as it was.
struct MailContent: Shape, JSONWritable, Hashable {
    struct Line: Shape, JSONWritable, Hashable {
        static let shapeName = "MailLine"
        let name: String
        let quantity: String
        let total: Int64?

        init(name: String, quantity: String, total: Int64?) {
            (self.name, self.quantity, self.total) = (name, quantity, total)
        }

        init(_ fields: inout ShapeReader) {
            name = fields.text("name", length: 0...4096)
            quantity = fields.text("quantity")
            total = fields.optionalInteger("total", in: Int64.min...Int64.max)
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.field("name", name)
                writer.field("quantity", quantity)
                writer.field("total", total)
            }
        }
    }

    /// Lines beyond these are only counted.
    static let shownLines = 50

    static let shapeName = "MailContent"
    var number: String?
    var total: Money?
    var lines: [Line] = []
    var moreLines: Int64 = 0
    var carrier: String?
    var trackingNumber: String?
    var trackingURL: String?
    var reason: String?
    /// Of a cancellation: whether anything of the order is left.
    var wholeOrder = false
    var product: String?
    var description: String?
    var url: String?
    /// For a person of the company: what only the sending opens, until when it is good, and where it was asked for.
    var sealed: String?
    var until: Timestamp?
    var address: String?
    var agent: String?

    init() {}

    init(_ fields: inout ShapeReader) {
        number = fields.optionalText("number")
        total = fields.optionalMoney("total")
        lines = fields.optionalObjects("lines", Line.self, count: 0...Self.shownLines) ?? []
        moreLines = fields.optionalInteger("moreLines", in: 0...Int64.max) ?? 0
        carrier = fields.optionalText("carrier")
        trackingNumber = fields.optionalText("trackingNumber")
        trackingURL = fields.optionalText("trackingUrl")
        reason = fields.optionalText("reason")
        wholeOrder = fields.optionalBoolean("wholeOrder") ?? false
        product = fields.optionalText("product")
        description = fields.optionalText("description", length: 0...100_000)
        url = fields.optionalText("url")
        sealed = fields.optionalText("sealed")
        until = fields.optionalTime("until")
        address = fields.optionalText("address", length: 0...100)
        agent = fields.optionalText("agent", length: 0...200)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("number", number)
            writer.field("total", total)
            writer.field("lines", array: lines)
            writer.field("moreLines", moreLines)
            writer.field("carrier", carrier)
            writer.field("trackingNumber", trackingNumber)
            writer.field("trackingUrl", trackingURL)
            writer.field("reason", reason)
            writer.field("wholeOrder", wholeOrder)
            writer.field("product", product)
            writer.field("description", description)
            writer.field("url", url)
            writer.field("sealed", sealed)
            writer.field("until", until)
            writer.field("address", address)
            writer.field("agent", agent)
        }
    }

    mutating func take(_ lines: [Line]) {
        self.lines = Array(lines.prefix(Self.shownLines))
        moreLines = Int64(max(0, lines.count - Self.shownLines))
    }
}
