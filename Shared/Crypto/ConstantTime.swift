import CSodium

package enum ConstantTime {
    /// Whether the bytes are the same, in a time that only their number gives away.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }
}
