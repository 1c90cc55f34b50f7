/// The form in which texts are compared when people search: whoever types `muller` or `елкин` finds Müller and Ёлкин.
package enum SearchKey {
    /// Lower case, without accents, ё as е (й, ї and ў stay letters of their own), ligatures and full-width forms spelt out,
    /// typographic quotes and dashes as their plain ones, runs of space as one, none at the ends. Folding a key changes nothing.
    package static func folded(_ text: String) -> String {
        var folder = Folder(capacity: text.utf8.count)
        for scalar in text.unicodeScalars { folder.append(scalar) }
        return folder.finish()
    }

    /// The decimal digits of the text as ASCII, whatever script they are of; all else is dropped.
    package static func digits(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                if scalar.value >= 48, scalar.value <= 57 { result.unicodeScalars.append(scalar) }
            } else if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                result += String(Int(value))
            }
        }
        return result
    }
}

/// Builds one key, scalar by scalar.
private struct Folder {
    private var out = String.UnicodeScalarView()
    private var pendingSpace = false

    init(capacity: Int) {
        out.reserveCapacity(capacity)
    }

    func finish() -> String { String(out) }

    mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x41...0x5a, 0x410...0x42f: put(scalar.value + 32)
        case 0x21...0x7e, 0x430...0x44f: put(scalar.value)
        case 0x401, 0x451, 0x400, 0x450: put(0x435)
        case 0x40d, 0x45d: put(0x438)
        case 0x300...0x36f: combine(scalar)
        case 0xff01...0xff5e: append(Unicode.Scalar(UInt8(scalar.value - 0xff01 + 0x21)))
        case 0xab, 0xbb, 0x201c...0x201f: put(0x22)
        case 0x2018...0x201b, 0x2032: put(0x27)
        case 0x2010...0x2015, 0x2212: put(0x2d)
        case 0x200b...0x200f, 0xfeff, 0xad: break
        case 0xc0...0x24f, 0x1e00...0x1eff:
            if let plain = Self.latin[scalar] { for letter in plain { put(letter.value) } } else { putLowercased(scalar) }
        default:
            if scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7f {
                pendingSpace = !out.isEmpty
            } else {
                putLowercased(scalar)
            }
        }
    }

    private mutating func put(_ value: UInt32) {
        guard let scalar = Unicode.Scalar(value) else { return }
        put(scalar)
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        if pendingSpace {
            out.append(" ")
            pendingSpace = false
        }
        out.append(scalar)
    }

    private mutating func putLowercased(_ scalar: Unicode.Scalar) {
        for lower in scalar.properties.lowercaseMapping.unicodeScalars where !(0x300...0x36f).contains(lower.value) { put(lower) }
    }

    /// A combining mark is dropped, except where it makes another letter of Cyrillic out of the one before.
    private mutating func combine(_ mark: Unicode.Scalar) {
        guard let last = out.last, !pendingSpace else { return }
        let letter: Unicode.Scalar
        switch (last, mark.value) {
        case ("и", 0x306): letter = "й"
        case ("у", 0x306): letter = "ў"
        case ("і", 0x308): letter = "ї"
        default: return
        }
        out.removeLast()
        out.append(letter)
    }

    /// Latin letters with marks, in both cases, to their plain letters.
    private static let latin: [Unicode.Scalar: [Unicode.Scalar]] = {
        let groups: [(String, String)] = [
            ("a", "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặḁ"), ("ae", "æǽǣ"), ("b", "ḃḅḇƀ"), ("c", "çćĉċčḉ"), ("d", "ďđḋḍḏḑḓð"),
            ("e", "èéêëēĕėęěȅȇȩẹẻẽếềểễệḕḗḙḛḝ"), ("f", "ḟƒ"), ("g", "ĝğġģǧǵḡ"), ("h", "ĥħȟḣḥḧḩḫẖ"), ("i", "ìíîïĩīĭįıǐȉȋỉịḭḯ"),
            ("ij", "ĳ"), ("j", "ĵǰ"), ("k", "ķǩḱḳḵ"), ("l", "ĺļľŀłḷḹḻḽ"), ("m", "ḿṁṃ"), ("n", "ñńņňŉŋǹṅṇṉṋ"),
            ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱọỏốồổỗộớờởỡợṍṏṑṓ"), ("oe", "œ"), ("p", "ṕṗ"), ("r", "ŕŗřȑȓṙṛṝṟ"), ("s", "śŝşšșṡṣṥṧṩſẛ"),
            ("ss", "ßẞ"), ("t", "ţťŧțṫṭṯṱẗ"), ("th", "þ"), ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữựṳṵṷṹṻ"), ("v", "ṽṿ"), ("w", "ŵẁẃẅẇẉẘ"),
            ("x", "ẋẍ"), ("y", "ýÿŷȳẏỳỵỷỹẙ"), ("z", "źżžẑẓẕƶ"),
        ]
        var table: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        for (plain, marked) in groups {
            for scalar in marked.unicodeScalars {
                table[scalar] = Array(plain.unicodeScalars)
                let upper = scalar.properties.uppercaseMapping.unicodeScalars
                if upper.count == 1, let upper = upper.first, !upper.isASCII { table[upper] = Array(plain.unicodeScalars) }
            }
        }
        table["İ"] = ["i"]
        return table
    }()
}
