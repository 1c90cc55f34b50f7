import Access
package import ContactsAPI
package import Core
package import Database

/// Lets whoever asked in until a day, or says why not. Of two who answer one wins.
package struct AnswerAccessRequest: Sendable {
    package let database: any Database
    package let tell: TellAccount
    package let share: ShareAccount
    package let rights: OwnershipRights
    package let ids: IdentifierSource
    package let clock: any WallClock

    /// `access` `nil`: what was asked for.
    package func approve(
        _ id: ID, access: SharedAccess?, until: Timestamp, by caller: Caller
    ) async throws -> AccessRequestResource {
        try await database.write { tx in
            let (request, account) = try load(id, in: tx)
            let access = access ?? request.access
            try requireAnswerer(request, account, giving: access == .change, caller, in: tx)
            let now = clock.now()
            guard until > now, until <= now.adding(days: 366) else {
                throw Refusal(
                    .invalid, "out-of-range", "until must be in the future, and at most 366 days away.",
                    faults: [Fault(pointer: "/until", code: "out-of-range", detail: "Must be within 366 days from now.")])
            }
            guard try OrganizationStore.user(request.requesterID, in: tx)?.isActive != false else {
                throw Refusal(.conflict, "inactive", "Whoever asked is not active any more. Refuse the request.")
            }
            let answered = try answer(request, .approved, access: access, until: until, nil, caller, in: tx)
            try share.add(
                Share(
                    id: ids.next(), account: account.id, to: .user(request.requesterID), access: access, from: nil, until: until,
                    reason: request.reason, request: request.id, by: ActorResource(caller), createdAt: now), to: account, in: tx)
            return answered
        }
    }

    package func refuse(_ id: ID, reason: String, by caller: Caller) async throws -> AccessRequestResource {
        try await database.write { tx in
            let (request, account) = try load(id, in: tx)
            try requireAnswerer(request, account, giving: false, caller, in: tx)
            return try answer(request, .refused, access: request.access, until: nil, reason, caller, in: tx)
        }
    }

    /// By whoever asked.
    package func withdraw(_ id: ID, by caller: Caller) async throws -> AccessRequestResource {
        try await database.write { tx in
            let (request, account) = try load(id, in: tx)
            guard caller.viewer.user == request.requesterID else {
                guard try rights.isHost(of: account.access, caller.viewer, in: tx) else { throw Self.missing }
                throw Refusal(.forbidden, "not-yours", "Only whoever asked withdraws a request. Refuse it instead.")
            }
            return try answer(request, .withdrawn, access: request.access, until: nil, nil, caller, in: tx)
        }
    }

    private func load(_ id: ID, in tx: Transaction) throws -> (AccessRequestResource, Account) {
        guard let request = try AccessRequestStore.find(id, in: tx),
            let account = try AccountStore.load(request.accountID, forUpdate: true, in: tx)
        else { throw Self.missing }
        return (request, account)
    }

    /// For others than those who decide, and whoever asked, there is no such request.
    private func requireAnswerer(
        _ request: AccessRequestResource, _ account: Account, giving isChanging: Bool, _ caller: Caller, in tx: Transaction
    ) throws {
        guard try rights.isHost(of: account.access, caller.viewer, in: tx) else {
            guard caller.viewer.user == request.requesterID else { throw Self.missing }
            throw Refusal(
                .forbidden, "not-the-owner", "Your request is answered by the owner, or by whoever may assign the customer.")
        }
        try rights.requireHost(of: account.access, giving: isChanging, caller.viewer, in: tx)
    }

    private func answer(
        _ request: AccessRequestResource, _ state: RequestState, access: SharedAccess, until: Timestamp?, _ answer: String?,
        _ caller: Caller, in tx: Transaction
    ) throws -> AccessRequestResource {
        let by = ActorResource(caller)
        let course = request.course.answered(state, by: by, at: clock.now(), until: until, answer: answer)
        let answered = request.answered(course, access: access)
        guard try AccessRequestStore.answer(answered, in: tx) else { throw Refusal.answeredAlready(request.course) }
        try tell.accessRequest(ContactsEvents.accessAnswered, answered, by: by, in: tx)
        return answered
    }

    private static let missing = Refusal.noRequest
}

extension AccessRequestResource {
    /// `access` `nil`: what was asked for.
    func answered(_ course: RequestCourse, access: SharedAccess? = nil) -> AccessRequestResource {
        AccessRequestResource(
            id: id, accountID: accountID, accountName: accountName, requesterID: requesterID, requesterName: requesterName,
            access: access ?? self.access, reason: reason, course: course)
    }
}

extension Refusal {
    static let noRequest = Refusal(.notFound, "not-found", "There is no request with this id.")

    static func answeredAlready(_ course: RequestCourse) -> Refusal {
        Refusal(.conflict, "already-answered", "This request was \(course.state.rawValue) already.")
    }
}
