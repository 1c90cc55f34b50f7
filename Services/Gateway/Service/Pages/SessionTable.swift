import Core
import HTML
import Pages
import Presentation

/// Where somebody is signed in, with a way to end each of it.
struct SessionTable: Sendable {
    let sessions: [Session]
    let current: Session
    let visit: Visit

    var card: HTML {
        let say = visit.say
        let columns = [
            Table.Column(say(.browser)), Table.Column(say(.address), onPhone: false), Table.Column(say(.lastSeen)),
            Table.Column(say(.signedInAt), onPhone: false), Table.Column(say(.action)),
        ]
        let everywhere: HTML = """
            <form method="post" action="/me/sessions/end">\(visit.formToken)\
            \(HTML.button(say(.signOutEverywhere), .plain, icon: .logout))</form>
            """
        let table = Table(say(.sessions), columns, sessions.map(row))
        return .card(say(.sessions), "\(table.html)\(HTML.chips([everywhere]))")
    }

    private func row(_ session: Session) -> Table.Row {
        let say = visit.say
        let isCurrent = session.id == current.id
        let name = session.origin.agent.isEmpty ? say(.unknownBrowser) : session.origin.agent
        let last: HTML =
            isCurrent
            ? .tag(say(.thisBrowser), .good)
            : """
            <form method="post" action="\(url: "/me/sessions/\(session.id)/end")">\(visit.formToken)\
            \(HTML.button(say(.endSession), .quiet))</form>
            """
        return Table.Row(
            ["\(name)", "\(session.origin.address)", visit.moment(session.seenAt), visit.moment(session.createdAt), last],
            selected: isCurrent
        )
    }
}

/// Who one is here.
struct ProfileFacts: Sendable {
    let user: User
    let visit: Visit

    var card: HTML {
        let say = visit.say
        return .card(
            say(.aboutMe), .facts([Fact(say(.nameOfPerson), "\(user.name)"), Fact(say(.loginName), "\(user.login)")]))
    }
}

/// How one signs in, with the ways to change it.
struct SecurityCard: Sendable {
    let visit: Visit

    var card: HTML {
        let say = visit.say
        return .card(
            say(.security),
            HTML.chips([
                .buttonLink(say(.changePassword), PasswordPages.path),
                .buttonLink(say(.secondFactor), SecondFactorPages.path),
                .buttonLink(say(.passkeys), PasskeyPages.path),
                .buttonLink(say(.ownTokens), TokenPages.ownPath),
            ]))
    }
}
