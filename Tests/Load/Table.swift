import Glibc

/// The result: a line for each measurement.
struct Table: Sendable {
    enum Aim: Sendable {
        case atLeast(Double)
        case below(Double)
        /// For information.
        case none
    }

    private struct Line: Sendable {
        let cells: [String]
        let isMet: Bool
    }

    private var lines: [Line] = []
    private var notes: [String] = []

    /// Whether every aim that was measured is met.
    var isMet: Bool { lines.allSatisfy(\.isMet) }

    /// `value` is what the aim is about: a ratio, seconds or megabytes.
    mutating func add(_ what: String, suite: String, reference: String, value: Double, digits: Int = 2, _ aim: Aim) {
        let wanted: String
        let isMet: Bool
        switch aim {
        case .atLeast(let least): (wanted, isMet) = ("≥ \(Self.shown(least, digits))", value >= least)
        case .below(let most): (wanted, isMet) = ("< \(Self.shown(most, digits))", value < most)
        case .none: (wanted, isMet) = ("", true)
        }
        let verdict = wanted.isEmpty ? "" : isMet ? "met" : "MISSED"
        lines.append(Line(cells: [what, suite, reference, Self.shown(value, digits), wanted, verdict], isMet: isMet))
    }

    mutating func detail(_ what: String, suite: String, reference: String) {
        lines.append(Line(cells: ["  " + what, suite, reference, "", "", ""], isMet: true))
    }

    mutating func note(_ text: String) { notes.append(text) }

    var text: String {
        let rows = [["", "suite", "reference", "value", "aim", ""]] + lines.map(\.cells)
        let widths = (0..<6).map { column in rows.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for row in rows {
            var line = ""
            for (column, cell) in row.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                line += column == 0 || column == 5 ? cell + blanks + "  " : blanks + cell + "  "
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text + notes.map { "\n" + $0 }.joined() + (notes.isEmpty ? "" : "\n")
    }

    static func shown(_ value: Double, _ digits: Int = 0) -> String {
        let scale = pow(10.0, Double(digits))
        let whole = Int((value * scale).rounded())
        guard digits > 0 else { return grouped(whole) }
        let fraction = String(whole % Int(scale))
        return grouped(whole / Int(scale)) + "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
