import HTML
import Pages
import Passkeys
import Presentation

extension PasskeyParts {
    /// A button that asks the browser for a passkey and then leads to `next`. It is hidden until the script has seen that the browser
    /// can, at this address; without scripts nothing is there. `withAutofill`: the browser also offers passkeys in the field for the
    /// login. `afterPassword`: it is the second step.
    func prompt(
        _ visit: Visit, to path: String, next: String, language: String? = nil, withAutofill: Bool = false,
        afterPassword: Bool = false
    ) -> HTML {
        guard let site else { return .empty }
        let say = visit.say
        let chosen: HTML? = language.map { " data-language=\"\($0)\"" }
        return """
            <div class="stack" data-passkey="use" data-origin="\(site.origin)" data-to="\(path)" data-next="\(next)"\(chosen)\
            \(" data-autofill=\"\"", when: withAutofill)\(" data-after-password=\"\"", when: afterPassword)\(PasskeyTexts.html(say)) hidden>\
            <div class="chips"><button type="button" class="btn">\(Icon.lock.html)\(say(.usePasskey))</button></div>\
            <p class="err" role="alert" hidden></p></div>
            """
    }
}

/// What the script says, in the person's language, by the code of what went wrong.
enum PasskeyTexts {
    static func html(_ say: Presenter) -> HTML {
        let texts: [(HTML, Phrase)] = [
            ("refused", .passkeyRefused), ("paused", .passkeyPaused), ("copied", .passkeyCopied), ("stopped", .passkeyStopped),
            ("known", .passkeyKnown), ("failed", .passkeyFailed),
        ]
        let attributes: [HTML] = texts.map { " data-\($0.0)=\"\(say($0.1))\"" }
        return attributes.joined()
    }
}
