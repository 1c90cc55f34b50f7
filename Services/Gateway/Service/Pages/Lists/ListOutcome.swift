import Core
import HTML
import HTTP
import Pages
import Presentation

/// What came of the step before, above a list.
enum ListOutcome {
    static func flash(_ visit: Visit) -> HTML? {
        let phrase: Phrase? =
            switch visit.query("done") {
            case "view": .viewSaved
            case "view-removed": .viewRemoved
            case "columns": .columnsSaved
            case "owner": .ownerChanged
            case "taken": .taken
            default: nil
            }
        if visit.query("done") == "none-chosen" { return .note("\(visit.say(.noneChosen))", .warn) }
        return phrase.map { .note("\(visit.say($0))", .good) }
    }
}

extension KeepViews.Shelf {
    /// Where the list opens for this person, when its address says nothing; `nil` where it stays there.
    func opening(_ visit: Visit, at path: String) -> String? {
        guard visit.request.query.items.isEmpty, let id = preference.view, let seen = views.first(where: { $0.view.id == id })
        else { return nil }
        return ViewBar.address(of: seen.view, at: path).target
    }
}

extension KeepViews {
    /// Of whoever is signed in; a program that asks for a page with a token keeps none.
    func shelf(_ list: ListName, for visit: Visit) async throws -> Shelf {
        guard let session = visit.session else { return Shelf() }
        return try await shelf(list, of: session.user, by: visit.request.caller)
    }
}
