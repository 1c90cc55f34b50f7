package import Core

/// A line of the file, its numbers as they are written.
package struct RetailLine: Hashable, Sendable {
    package let stockCode: String
    package let description: String
    package let quantity: String
    package let unitPrice: String

    package init(stockCode: String, description: String, quantity: String, unitPrice: String) {
        (self.stockCode, self.description) = (stockCode, description)
        (self.quantity, self.unitPrice) = (quantity, unitPrice)
    }
}

/// All lines of one invoice number, in the order of the file.
package struct RetailInvoice: Hashable, Sendable {
    package let number: String
    /// Of the first line, in UTC; `nil` where it cannot be read.
    package let time: Timestamp?
    /// Without the `.0` that the file puts behind it; `nil` where nobody is named.
    package let customer: String?
    package let country: String
    package var lines: [RetailLine]

    package init(number: String, time: Timestamp?, customer: String?, country: String, lines: [RetailLine]) {
        (self.number, self.time, self.customer) = (number, time, customer)
        (self.country, self.lines) = (country, lines)
    }

    /// A cancellation or return of what other invoices sold.
    package var isReturn: Bool { number.hasPrefix("C") }
}
