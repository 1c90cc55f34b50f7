import HTML
import Pages
import Presentation

extension HTML {
    /// A part of a page that is not there, with why and what to do.
    static func gap(_ gap: Gap, _ say: Presenter) -> HTML {
        .note("\(GapSentence.text(gap, say))", .warn)
    }
}

enum GapSentence {
    static func text(_ gap: Gap, _ say: Presenter) -> String {
        let name = say(ServiceNames.phrase(gap.service))
        return switch gap.code {
        case "no-service": say(.serviceMissing, name)
        case "missing-scope", "missing-right": say(.rightMissing)
        case Gap.hidden: say(.hiddenPart)
        default: say(.serviceSilent, name)
        }
    }
}
