import ContactsAPI
import Core
import Database
import Events
import JSON
import NotificationsAPI
import OrdersAPI

/// What the services tell that a person is to know of, or to do something about.
enum NoticeReactions {
    static func subscriptions(_ give: GiveNotice) -> [Subscription] {
        [
            .events(
                ContactsEvents.topic,
                types: [
                    ContactsEvents.exportRequested, ContactsEvents.exportAnswered, ContactsEvents.accessRequested,
                    ContactsEvents.accessAnswered, ContactsEvents.ownerChanged,
                ]
            ) { event, tx in
                switch event.type {
                case ContactsEvents.ownerChanged:
                    try ownerChanged(try Shapes.decode(AccountOwnerChanged.self, from: event.data), give, tx)
                case ContactsEvents.accessRequested, ContactsEvents.accessAnswered:
                    try access(try Shapes.decode(AccessRequestChanged.self, from: event.data), give, tx)
                default: try export(try Shapes.decode(ExportRequestChanged.self, from: event.data), give, tx)
                }
            },
            .events(OrdersEvents.topic, types: [OrdersEvents.eventRejected]) { event, tx in
                let told = try Shapes.decode(IntakeTold.self, from: event.data)
                // A shop that sends much that is wrong is one notice an hour.
                let hour = told.at.description.prefix(13)
                try give(
                    .eventRejected, to: .holders("intake:write"), subject: "\(hour) \(told.source)",
                    [("id", .string(told.id)), ("source", .string(told.source)), ("code", told.code.map { .string($0) })], in: tx)
            },
            .events(
                NotificationEvents.topic,
                types: [NotificationEvents.mailUncertain, NotificationEvents.mailSent, NotificationEvents.mailRefused]
            ) { event, tx in
                let mail = try Shapes.decode(MailOutcome.self, from: event.data).mailID.description
                guard event.type == NotificationEvents.mailUncertain else {
                    return try give.settle(.mailUncertain, subject: mail, in: tx)
                }
                try give(.mailUncertain, to: .holders("mails:write"), subject: mail, [("mail", .string(mail))], in: tx)
            },
        ]
    }

    /// Many at once are one notice.
    private static func ownerChanged(_ told: AccountOwnerChanged, _ give: GiveNotice, _ tx: Transaction) throws {
        guard let user = told.to.userID, told.by.id != user.description, told.from.userID != user else { return }
        guard try UserStore().find(user, in: tx) != nil else { return }
        try give(
            .customerMine, to: .user(user), subject: told.reassignmentID.map { "\($0)" } ?? "\(told.accountID) \(told.version)",
            [
                ("account", .string(told.accountID.description)), ("name", told.name.map { .string($0) }),
                ("by", .string(told.by.name)), ("reason", told.reason.map { .string($0) }),
            ], in: tx)
    }

    private static func access(_ told: AccessRequestChanged, _ give: GiveNotice, _ tx: Transaction) throws {
        let request = told.request
        let data: [(String, JSONValue?)] = [
            ("id", .string(request.id.description)), ("account", .string(request.accountID.description)),
            ("name", .string(request.accountName)), ("person", .string(request.requesterName)),
            ("reason", .string(request.reason)),
        ]
        guard request.course.state != .open else {
            return try give(
                .accessAsked, to: told.ownerID.map { .user($0) } ?? .holders("customers:assign"), except: request.requesterID,
                subject: request.id.description, data, in: tx)
        }
        try give.settle(.accessAsked, subject: request.id.description, in: tx)
        try answered(.accessAnswered, request.course, to: request.requesterID, subject: request.id, data, give, tx)
    }

    private static func export(_ told: ExportRequestChanged, _ give: GiveNotice, _ tx: Transaction) throws {
        let request = told.request
        let data: [(String, JSONValue?)] = [
            ("id", .string(request.id.description)), ("person", .string(request.requesterName)),
            ("count", .number(JSONNumber(request.leaving))), ("reason", .string(request.reason)),
        ]
        guard request.course.state != .open else {
            return try give(
                .exportAsked, to: .holders("customers:administer"), except: request.requesterID, subject: request.id.description,
                data, in: tx)
        }
        try give.settle(.exportAsked, subject: request.id.description, in: tx)
        try answered(.exportAnswered, request.course, to: request.requesterID, subject: request.id, data, give, tx)
    }

    /// Whoever asked; but not of what he did himself.
    private static func answered(
        _ kind: Notice.Kind, _ course: RequestCourse, to user: ID, subject: ID, _ data: [(String, JSONValue?)],
        _ give: GiveNotice, _ tx: Transaction
    ) throws {
        guard course.state != .withdrawn else { return }
        // Approved, and taken back later: two notices.
        try give(
            kind, to: .user(user), subject: "\(subject) \(course.state.rawValue)",
            data + [
                ("state", .string(course.state.rawValue)), ("by", course.answeredBy.map { .string($0.name) }),
                ("answer", course.answer.map { .string($0) }), ("until", course.until.map { .string($0.description) }),
            ], in: tx)
    }
}
