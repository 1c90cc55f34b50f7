import Core
import ServiceKit

extension OrderQuery.Place {
    func cursor(sort: OrderQuery.Sort) -> String {
        let text =
            switch key {
            case .time(let time): String(time.microseconds)
            case .text(let text): text
            case .amount(let amount): String(amount)
            }
        return Cursor.encode([sort.text, text, id.description])
    }

    /// Throws `bad-cursor` for anything that `cursor` with the same sort did not make.
    init(cursor: String, sort: OrderQuery.Sort) throws {
        let parts = try Cursor.decode(cursor, parts: 3)
        let key: Key? =
            switch sort.key {
            case .placedAt: Int64(parts[1]).map { .time(Timestamp(microseconds: $0)) }
            case .number: .text(parts[1])
            case .total: Int64(parts[1]).map { .amount($0) }
            }
        guard parts[0] == sort.text, let key, let id = ID(parts[2]) else {
            throw Refusal(.malformed, "bad-cursor", "cursor must be what the page before gave as next, with the same sort.")
        }
        self.init(key: key, id: id)
    }
}
