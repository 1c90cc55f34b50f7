/// RFC 3339, the one form of time in JSON, logs and pages.
extension Timestamp {
    /// In UTC, with milliseconds or microseconds only where they are not zero.
    package var description: String {
        let civil = civil
        var fraction = Int((microseconds % 1_000_000 + 1_000_000) % 1_000_000)
        return String(unsafeUninitializedCapacity: 40) { out in
            var end = 0
            func put(_ byte: UInt8) {
                out[end] = byte
                end += 1
            }
            func put(_ value: Int, _ width: Int) {
                var rest = value
                for index in stride(from: end + width - 1, through: end, by: -1) {
                    out[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                end += width
            }
            if civil.year < 0 { put(UInt8(ascii: "-")) }
            put(abs(civil.year), abs(civil.year) > 9999 ? 6 : 4)
            put(UInt8(ascii: "-"))
            put(civil.month, 2)
            put(UInt8(ascii: "-"))
            put(civil.day, 2)
            put(UInt8(ascii: "T"))
            put(civil.hour, 2)
            put(UInt8(ascii: ":"))
            put(civil.minute, 2)
            put(UInt8(ascii: ":"))
            put(civil.second, 2)
            if fraction != 0 {
                let isWholeMilliseconds = fraction % 1000 == 0
                if isWholeMilliseconds { fraction /= 1000 }
                put(UInt8(ascii: "."))
                put(fraction, isWholeMilliseconds ? 3 : 6)
            }
            put(UInt8(ascii: "Z"))
            return end
        }
    }

    /// Any offset; digits beyond microseconds are dropped, a leap second counts as the second before it. `nil` for another form, and for
    /// an instant that lies outside the years 0000 to 9999 in UTC, which could not be written again.
    package init?(_ text: String) {
        var text = text
        guard let time = text.withUTF8({ RFC3339Reader(bytes: $0).time() }) else { return nil }
        self = time
    }
}

private struct RFC3339Reader {
    let bytes: UnsafeBufferPointer<UInt8>

    func time() -> Timestamp? {
        guard (20...40).contains(bytes.count), has("-", 4), has("-", 7), bytes[10] | 0x20 == UInt8(ascii: "t"), has(":", 13),
            has(":", 16),
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2), (1...12).contains(month),
            (1...CivilTime.daysInMonth(month, year: year)).contains(day), hour < 24, minute < 60, second <= 60,
            let fraction = fraction(at: 19), let offset = offset(at: fraction.end)
        else { return nil }
        let civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: min(second, 59))
        let time = Timestamp(microseconds: civil.timestamp.microseconds - offset * 60_000_000 + fraction.microseconds)
        return (0...9999).contains(time.civil.year) ? time : nil
    }

    private func has(_ mark: Unicode.Scalar, _ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: mark)
    }

    private func digit(_ index: Int) -> Int? {
        guard index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
        return Int(bytes[index] - UInt8(ascii: "0"))
    }

    private func number(_ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in start..<start + count {
            guard let digit = digit(index) else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// The part of a second, if there is any at `start`, and where it ends.
    private func fraction(at start: Int) -> (microseconds: Int64, end: Int)? {
        guard has(".", start) else { return (0, start) }
        var microseconds: Int64 = 0
        var unit: Int64 = 100_000
        var end = start + 1
        while let digit = digit(end) {
            microseconds += Int64(digit) * unit
            unit /= 10
            end += 1
        }
        return end > start + 1 ? (microseconds, end) : nil
    }

    /// Minutes ahead of UTC.
    private func offset(at start: Int) -> Int64? {
        if bytes.count == start + 1 { return bytes[start] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
        guard bytes.count == start + 6, has("+", start) || has("-", start), has(":", start + 3), let hours = number(start + 1, 2),
            let minutes = number(start + 4, 2), hours < 24, minutes < 60
        else { return nil }
        return Int64(hours * 60 + minutes) * (has("+", start) ? 1 : -1)
    }
}
