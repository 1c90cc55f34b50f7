import Crypto
import HTML
import Pages
import Presentation

/// The parts that the pages about the second factor share, for somebody signed in and for somebody on the way.
struct SecondFactorForms: Sendable {
    let visit: Visit

    /// The picture for the app, the same as text, and the field for its first code.
    func enrolment(_ secret: [UInt8], login: String, path: String, hidden: HTML, error: String?, actions: [HTML]) -> HTML {
        let say = visit.say
        let uri = TimeCode.uri(secret: secret, login: login)
        let picture = QRPicture(text: uri, label: say(.qrLabel)).html
        return """
            <p>\(say(.scanThis))</p>\(picture)\
            <p>\(say(.orType)) <code>\(Self.grouped(Base32.encode(secret)))</code></p>\
            \(HTML.form(path, hidden: hidden, fields: [code(error: error, recovery: false)], actions: actions))
            """
    }

    func code(error: String?, recovery: Bool) -> Field {
        Field("code", visit.say(.codeOfApp)).with {
            $0.isRequired = true
            $0.autocomplete = "one-time-code"
            $0.error = error
            if recovery { $0.hint = visit.say(.orRecoveryCode) }
        }
    }

    /// The one time that they are shown.
    func recoveryCodes(_ codes: [String]) -> HTML {
        let say = visit.say
        return """
            \(HTML.note("\(say(.keepCodes))", .warn))\(HTML.code(codes.joined(separator: "\n"), label: say(.recoveryCodes)))
            """
    }

    private static func grouped(_ text: String) -> String {
        var groups: [Substring] = []
        var rest = text[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }
}
