/// For engines: what `Transaction` promises, run on the connection that holds the transaction.
package protocol TransactionDriver {
    var engine: Engine { get }
    func execute(_ statement: Statement, _ values: [SQLValue]) throws
    func changes(_ statement: Statement, _ values: [SQLValue]) throws -> Int
    func changes(_ sql: SQL) throws -> Int
    func each(_ statement: Statement, _ values: [SQLValue], _ body: (Row) throws -> Bool) throws
    func each(
        _ statement: Statement, ofEach values: [[SQLValue]], _ body: (_ index: Int, _ row: Row) throws -> Void
    ) throws
    func each(_ sql: SQL, _ body: (Row) throws -> Bool) throws
    func lock(key: String) throws
    func savepoint(_ body: () throws -> Void) throws
}
