import Core
import Crypto

/// Up to where somebody has read. It goes out sealed: open, it would tell how many changes there are that he may not see.
struct ChangePosition: Hashable, Sendable {
    let place: ChangePlace
    /// Of the change at that place, so that another one that took its place after a restore is not taken for it.
    let at: Timestamp
    /// When he read.
    let readAt: Timestamp
    /// By which rights he read.
    let mark: [UInt8]

    func sealed(by key: SealingKey) throws -> String {
        var bytes: [UInt8] = []
        for number in [place.transaction, place.sequence, at.microseconds, readAt.microseconds] {
            withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
        }
        return Base64.encodeURL(try SealingKey.seal(bytes + mark, to: key.publicKey))
    }

    /// `nil` for what this key did not seal.
    init?(_ text: String, sealedBy key: SealingKey) {
        guard text.utf8.count <= Self.longest, let sealed = Base64.decodeURL(text), let bytes = key.open(sealed),
            bytes.count == 32 + RightsMark.size
        else { return nil }
        func number(_ index: Int) -> Int64 { bytes[(index * 8)..<(index * 8 + 8)].reduce(0) { $0 << 8 | Int64($1) } }
        place = ChangePlace(transaction: number(0), sequence: number(1))
        at = Timestamp(microseconds: number(2))
        readAt = Timestamp(microseconds: number(3))
        mark = Array(bytes[32...])
    }

    init(_ place: ChangePlace, at: Timestamp, readAt: Timestamp, mark: [UInt8]) {
        (self.place, self.at, self.readAt, self.mark) = (place, at, readAt, mark)
    }

    private static let longest = 200
}
