package import Core

/// The Online Retail file: its first invoices, in the order of the file.
package struct RetailFile: Sendable {
    static let columns = [
        "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country",
    ]

    package let path: String
    /// How many there are to play.
    package let invoices: Int
    /// When the last of them was written, in UTC.
    package let last: Timestamp?
    /// Invoices whose lines do not stand together, with the number of pieces.
    fileprivate let pieces: [String: Int]

    /// Looks through the whole file once. `limit` is a number of invoices; `nil` means all.
    package init(path: String, limit: Int? = nil) throws {
        self.path = path
        var rows = try RetailRows(path)
        var pieces: [String: Int] = [:]
        var count = 0
        var last: Timestamp?
        var previous = ""
        while let row = try rows.next() {
            guard row.number != previous else { continue }
            previous = row.number
            let known = pieces[row.number, default: 0]
            pieces[row.number] = known + 1
            guard known == 0, count < limit ?? .max else { continue }
            count += 1
            if let time = row.time { last = max(last ?? time, time) }
        }
        guard count > 0 else { throw FileFault(path: path, reason: "has no invoices") }
        self.last = last
        self.pieces = pieces.filter { $0.value > 1 }
        invoices = count
    }

    package func read() throws -> RetailInvoices { RetailInvoices(try RetailRows(path), of: self) }
}

/// The invoices one by one, so that only a few of them are in memory.
package struct RetailInvoices {
    private var rows: RetailRows
    private let limit: Int
    private var piecesLeft: [String: Int]
    private var taken = 0
    /// The one whose lines are being read, and those of which a piece is still to come.
    private var current: RetailInvoice?
    private var open: [String: RetailInvoice] = [:]
    private var isAtEnd = false

    fileprivate init(_ rows: RetailRows, of file: RetailFile) {
        self.rows = rows
        limit = file.invoices
        piecesLeft = file.pieces
    }

    /// An invoice comes once its last line was read.
    package mutating func next() throws -> RetailInvoice? {
        while !isAtEnd {
            guard let row = try rows.next() else {
                isAtEnd = true
                break
            }
            if row.number == current?.number {
                current?.lines.append(row.line)
                continue
            }
            let finished = close()
            if var invoice = open.removeValue(forKey: row.number) {
                invoice.lines.append(row.line)
                current = invoice
            } else if taken < limit {
                taken += 1
                current = RetailInvoice(
                    number: row.number, time: row.time, customer: row.customer, country: row.country, lines: [row.line])
            } else if open.isEmpty {
                isAtEnd = true
            }
            if let finished { return finished }
        }
        return close()
    }

    /// The current invoice if it is whole; else it is put aside.
    private mutating func close() -> RetailInvoice? {
        guard let invoice = current else { return nil }
        current = nil
        guard let left = piecesLeft[invoice.number], left > 1 else { return invoice }
        piecesLeft[invoice.number] = left - 1
        open[invoice.number] = invoice
        return nil
    }
}

private struct RetailRows {
    struct Row {
        let number: String
        let time: Timestamp?
        let customer: String?
        let country: String
        let line: RetailLine
    }

    private let path: String
    private var reader: CSVReader
    /// The text of the time that was read last, as it is the same for many lines.
    private var lastTime: (text: String, time: Timestamp?) = ("", nil)

    init(_ path: String) throws {
        self.path = path
        reader = CSVReader(try FileBytes.open(path))
        guard try record() == RetailFile.columns else {
            throw FileFault(
                path: path,
                reason: "is not the Online Retail file: its first line must be "
                    + RetailFile.columns.joined(separator: ","))
        }
    }

    mutating func next() throws -> Row? {
        guard let fields = try record() else { return nil }
        guard fields.count == RetailFile.columns.count else {
            throw FileFault(path: path, reason: "line \(reader.line) has \(fields.count) fields instead of 8")
        }
        if fields[4] != lastTime.text { lastTime = (fields[4], LondonTime.utc(fields[4])) }
        let customer = fields[6].hasSuffix(".0") ? String(fields[6].dropLast(2)) : fields[6]
        return Row(
            number: fields[0], time: lastTime.time, customer: customer.isEmpty ? nil : customer, country: fields[7],
            line: RetailLine(stockCode: fields[1], description: fields[2], quantity: fields[3], unitPrice: fields[5]))
    }

    private mutating func record() throws -> [String]? {
        do {
            return try reader.next()
        } catch let fault as CSVReader.Fault {
            throw FileFault(path: path, reason: "\(fault)")
        }
    }
}
