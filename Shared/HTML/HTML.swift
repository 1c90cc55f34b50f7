/// A piece of a page. A literal is markup as written; every value put into it is escaped, so that text from outside stays
/// text: `let row: HTML = "<td>\(name)</td>"`. Attribute values stand in double quotes; never interpolate into `<script>`,
/// `<style>` or event attributes.
package struct HTML: ExpressibleByStringInterpolation, Hashable, Sendable {
    /// The markup.
    package private(set) var text: String

    package init(stringLiteral value: String) {
        text = value
    }

    package init(stringInterpolation interpolation: StringInterpolation) {
        text = interpolation.text
    }

    /// Plain text, escaped.
    package init(escaping value: String) {
        text = ""
        Self.escape(value, into: &text)
    }

    package static let empty: HTML = ""

    package var isEmpty: Bool { text.isEmpty }

    package var bytes: [UInt8] { Array(text.utf8) }

    package static func += (left: inout HTML, right: HTML) {
        left.text += right.text
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ value: String) {
            HTML.escape(value, into: &text)
        }

        package mutating func appendInterpolation(_ value: Int) {
            text += String(value)
        }

        package mutating func appendInterpolation(_ value: HTML) {
            text += value.text
        }

        package mutating func appendInterpolation(_ values: [HTML]) {
            for value in values { text += value.text }
        }

        /// Nothing when there is no value.
        package mutating func appendInterpolation(_ value: HTML?) {
            if let value { text += value.text }
        }

        /// The fragment only when the condition holds: `"<option\(" selected", when: isChosen)>"`.
        package mutating func appendInterpolation(_ fragment: HTML, when condition: Bool) {
            if condition { text += fragment.text }
        }

        /// A link's target; an address that could run script or leave by a trick becomes `#`. See `HTML.isSafe(url:)`.
        package mutating func appendInterpolation(url value: String) {
            if HTML.isSafe(url: value) {
                HTML.escape(value, into: &text)
            } else {
                text += "#"
            }
        }

        /// Markup from the source itself, unescaped; a run-time string cannot come in this way.
        package mutating func appendInterpolation(raw value: StaticString) {
            text += value.description
        }
    }
}

extension [HTML] {
    /// All pieces in order, with the separator between them.
    package func joined(separator: HTML = .empty) -> HTML {
        var result = HTML.empty
        for (index, piece) in enumerated() {
            if index > 0 { result += separator }
            result += piece
        }
        return result
    }
}
