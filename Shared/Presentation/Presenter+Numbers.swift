package import Core

extension Presenter {
    /// Whole, in groups of three; a true minus sign.
    package func number(_ value: Int) -> String {
        (value < 0 ? "\u{2212}" : "") + grouped(String(value.magnitude))
    }

    /// With up to `decimals` digits after the point, trailing zeros dropped: `0,4`.
    package func number(_ value: Double, decimals: Int) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "—" }
        var scale = 1
        for _ in 0..<max(0, min(decimals, 6)) { scale *= 10 }
        let scaled = Int((value.magnitude * Double(scale)).rounded())
        var fraction = scale == 1 ? "" : padded(scaled % scale, String(scale).count - 1)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = value < 0 && scaled != 0 ? "\u{2212}" : ""
        return sign + grouped(String(scaled / scale)) + (fraction.isEmpty ? "" : point + fraction)
    }

    /// `1 284 000 ₽`, `$1,284.50`: minor units only where they are not zero, then all of the currency's decimals.
    package func money(_ money: Money) -> String {
        var scale: UInt64 = 1
        for _ in 0..<money.currency.decimals { scale *= 10 }
        let size = money.amount.magnitude
        var text = grouped(String(size / scale))
        if size % scale != 0 { text += point + padded(Int(size % scale), money.currency.decimals) }
        let sign = money.amount < 0 ? "\u{2212}" : ""
        let symbol = Self.symbols[money.currency.code]
        switch language {
        case .russian: return sign + text + "\u{a0}" + (symbol ?? money.currency.code)
        case .english: return sign + (symbol ?? money.currency.code + "\u{a0}") + text
        }
    }

    /// A share of one: `12,5 %`, `12.5%`.
    package func percent(_ share: Double, decimals: Int = 0) -> String {
        number(share * 100, decimals: decimals) + (language == .russian ? "\u{a0}%" : "%")
    }

    private var point: String { language == .russian ? "," : "." }

    private func grouped(_ digits: String) -> String {
        guard digits.utf8.count > 3 else { return digits }
        let separator: Character = language == .russian ? "\u{a0}" : ","
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(separator) }
            result.append(digit)
        }
        return result
    }

    func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static let symbols: [String: String] = [
        "RUB": "₽", "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "KZT": "₸", "UAH": "₴", "TRY": "₺", "INR": "₹",
        "GEL": "₾", "AMD": "֏", "ILS": "₪", "KRW": "₩", "AZN": "₼",
    ]
}
