import Core
import Glibc
import JSON
import Replay
import Testing

@Suite struct RetailFileTests {
    private static let header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"

    /// Beside the checkout; nil where it is not.
    static let realFile: String? = {
        let parts = #filePath.split(separator: "/")
        for count in stride(from: parts.count - 1, to: 0, by: -1) {
            let path = "/" + parts.prefix(count).joined(separator: "/") + "/shared/data/online-retail.csv.gz"
            if access(path, R_OK) == 0 { return path }
        }
        print("The Online Retail file is not beside the checkout (../shared/data): tests with it are skipped.")
        return nil
    }()

    private static func invoices(_ rows: String, limit: Int? = nil) throws -> (file: RetailFile, invoices: [RetailInvoice]) {
        let folder = TemporaryFolder()
        let file = try RetailFile(path: folder.write("file.csv", header + rows), limit: limit)
        var reader = try file.read()
        var invoices: [RetailInvoice] = []
        while let invoice = try reader.next() { invoices.append(invoice) }
        return (file, invoices)
    }

    private static let rows = """
        1,A,Apple,2,2011-07-01 10:00:00,1.5,17850.0,EIRE
        1,B,"Pear, ripe",1,2011-07-01 10:01:00,2.25,17850.0,EIRE
        2,A,Apple,1,2011-07-01 11:00:00,1.5,,Unspecified
        1,C,Plum,1,2011-07-01 10:00:00,1,17850.0,EIRE
        C3,A,Apple,-1,2011-07-02 10:00:00,1.5,17850.0,EIRE

        """

    @Test func `gathers the lines of an invoice even where others stand between`() throws {
        let (file, invoices) = try Self.invoices(Self.rows)
        #expect(file.invoices == 3)
        #expect(file.last?.description == "2011-07-02T09:00:00Z")
        #expect(invoices.map(\.number) == ["2", "1", "C3"])
        #expect(invoices[1].lines.map(\.stockCode) == ["A", "B", "C"])
        #expect(invoices[1].lines[1].description == "Pear, ripe")
        #expect(invoices[1].customer == "17850")
        #expect(invoices[1].time?.description == "2011-07-01T09:00:00Z")
        #expect(invoices[0].customer == nil)
    }

    @Test func `plays only the first invoices, each whole`() throws {
        let (file, invoices) = try Self.invoices(Self.rows, limit: 1)
        #expect(invoices.map(\.number) == ["1"])
        #expect(invoices[0].lines.count == 3)
        #expect(file.last?.description == "2011-07-01T09:00:00Z")
    }

    @Test(arguments: ["", "x,y\n", header, header + "1,A,Apple\n", header + "1,\"A"])
    func `refuses another file with a sentence that names it`(text: String) {
        let folder = TemporaryFolder()
        let path = folder.write("other.csv", text)
        let fault = #expect(throws: FileFault.self) {
            var invoices = try RetailFile(path: path).read()
            while try invoices.next() != nil {}
        }
        #expect(fault?.path == path)
    }

    @Test(.enabled(if: RetailFileTests.realFile != nil, "../shared/data/online-retail.csv.gz is absent"))
    func `reads the real file to its end, and knows every country in it`() throws {
        let file = try RetailFile(path: try #require(Self.realFile))
        #expect(file.invoices == 25_900)
        #expect(file.last?.description == "2011-12-09T12:50:00Z")
        var reader = try file.read()
        var shop = RetailShop(last: nil, now: Timestamp(microseconds: 0))
        var (invoices, lines, returns) = (0, 0, 0)
        var countries: Set<String> = []
        var ids: Set<String> = []
        var events = 0
        while let invoice = try reader.next() {
            invoices += 1
            lines += invoice.lines.count
            countries.insert(invoice.country)
            #expect(invoice.time != nil)
            for event in shop.events(of: invoice) {
                events += 1
                ids.insert(event.id)
                if event.type == "shop.order.returned.v1" { returns += 1 }
            }
        }
        #expect(invoices == 25_900)
        #expect(lines == 541_909)
        #expect(countries.count == 38)
        #expect(countries.filter { RetailCountries.place($0) == nil } == [])
        #expect(ids.count == events, "every event has an id of its own")
        #expect(events - returns == (25_900 - 3836) * 3)
    }
}
