import Core
import HTML
import HTTP
import Pages
import Presentation

/// What a page consists of, before the frame.
struct PageContent {
    let title: String
    /// Decides the mark in the navigation.
    let path: String
    let body: HTML
    var crumbs: [Crumb] = []
    var beside = HTML.empty
    var actions = HTML.empty
    var flash: HTML?
    var scripts: [Asset] = []

    init(_ title: String, path: String, _ body: HTML) {
        (self.title, self.path, self.body) = (title, path, body)
    }
}

/// Puts pages into the frame of whoever looks at them.
struct PageMaker: Sendable {
    let clock: any WallClock
    let profile: KeepProfile
    let rejected: RejectedCount
    let hub: LiveHub
    let notices: ReadNotices

    /// Of the organization.
    var timeZone: String { profile.known.timeZone }

    /// `language` is what the person chose just now; else the session's counts, then what the browser prefers.
    func visit(_ request: HTTPRequest, _ session: Session? = SignedIn.session, language: String? = nil) -> Visit {
        let chosen = [language, session?.language].compactMap(\.self).compactMap { Language(tag: $0) }.first
        let language =
            chosen
            ?? Language(
                acceptLanguage: request.fields["Accept-Language"],
                standard: Language(rawValue: profile.known.language) ?? .english)
        return Visit(
            request: request, session: session, say: Presenter(language: language, timeZone: timeZone), now: clock.now(),
            livePlace: hub.place)
    }

    /// A visit to one of one's own pages. Throws `session-required` where a program asks with a token.
    func own(_ request: HTTPRequest) throws -> (Visit, Session) {
        (visit(request), try SignedIn.required())
    }

    func page(_ visit: Visit, _ content: PageContent, status: Int = 200) async -> HTTPResponse {
        guard let session = visit.session else {
            return door(visit, content.title, content.body, status: status, scripts: content.scripts)
        }
        let caller = visit.request.caller
        var frame = PageFrame(
            presenter: visit.say, title: content.title, path: content.path,
            navigation: Navigation.entries(for: caller, rejected: await rejected(for: visit), visit.say),
            user: PageUser(
                name: session.user.name, path: ProfilePages.path, signOutPath: SignInPages.signOutPath, hidden: visit.formToken,
                beside: languageSwitch(visit)),
            body: content.body)
        frame.crumbs = content.crumbs
        frame.beside = content.beside
        frame.actions = content.actions
        frame.flash = content.flash
        frame.scripts += content.scripts
        frame.searchPath = SearchPages.path
        frame.look = session.preferences.look
        frame.bell = await bell(visit)
        frame.livePlace = visit.livePlace
        var response = HTTPResponse.html(frame.document().bytes, status: status)
        if DoorCookie.look.of(visit.request) ?? Look().cookie != frame.look.cookie {
            response.fields.append("Set-Cookie", DoorCookie.look.set(frame.look.cookie, secure: visit.request.isSecure))
        }
        return response
    }

    /// A page for somebody who is not signed in.
    func door(
        _ visit: Visit, _ title: String, _ body: HTML, status: Int = 200, scripts: [Asset] = []
    ) -> HTTPResponse {
        let look = Look(cookie: DoorCookie.look.of(visit.request))
        return .html(
            DoorFrame(presenter: visit.say, title: title, body: body, scripts: scripts, look: look).document().bytes,
            status: status)
    }

    /// To the other language and back to this page.
    private func languageSwitch(_ visit: Visit) -> HTML {
        let other: Language = visit.say.language == .russian ? .english : .russian
        let next = visit.request.method == .get ? visit.request.target : "/"
        return """
            <form method="post" action="\(SignInPages.languagePath)" lang="\(other.rawValue)">\(visit.formToken)\
            \(HTML.hidden("next", next))\
            <button class="btn bare sq" name="language" value="\(other.rawValue)" title="\(other.ownName)" \
            aria-label="\(other.ownName) (\(other.rawValue.uppercased()))">\(other.rawValue.uppercased())</button></form>
            """
    }
}
