package import ContactsAPI
package import Core
package import Database
package import Events

/// Approves a large export for a day, or says why not. Whoever asked never answers himself; of two who answer one wins.
package struct AnswerExportRequest: Sendable {
    package let database: any Database
    package let outbox: Outbox
    package let rights: OwnershipRights
    package let clock: any WallClock

    package func approve(_ id: ID, by caller: Caller) async throws -> ExportRequestResource {
        try await database.write { tx in
            let request = try answerable(id, caller, in: tx)
            return try answer(request, .approved, until: clock.now().adding(days: 1), nil, caller, in: tx)
        }
    }

    package func refuse(_ id: ID, reason: String, by caller: Caller) async throws -> ExportRequestResource {
        try await database.write { tx in
            try answer(try answerable(id, caller, in: tx), .refused, until: nil, reason, caller, in: tx)
        }
    }

    /// Takes an approval back, also another's: what was not fetched by then is refused.
    package func revoke(_ id: ID, reason: String, by caller: Caller) async throws -> ExportRequestResource {
        try await database.write { tx in
            let request = try answerable(id, caller, in: tx)
            let by = ActorResource(caller)
            let revoked = request.answered(request.course.answered(.refused, by: by, at: clock.now(), answer: reason))
            guard try ExportRequestStore.revoke(revoked, in: tx) else {
                throw Refusal(
                    .conflict, "not-approved",
                    "This request is \(request.course.state.rawValue); there is no approval to take back.")
            }
            try outbox.tell(ContactsEvents.exportAnswered, revoked, by: by, in: tx)
            return revoked
        }
    }

    /// By whoever asked.
    package func withdraw(_ id: ID, by caller: Caller) async throws -> ExportRequestResource {
        let user = try caller.requireUser()
        return try await database.write { tx in
            guard let request = try ExportRequestStore.find(id, in: tx) else { throw Refusal.noRequest }
            guard user == request.requesterID else {
                guard try rights.decidesOnExports(caller.viewer, in: tx) else { throw Refusal.noRequest }
                throw Refusal(.forbidden, "not-yours", "Only whoever asked withdraws a request. Refuse it instead.")
            }
            return try answer(request, .withdrawn, until: nil, nil, caller, in: tx)
        }
    }

    private func answerable(_ id: ID, _ caller: Caller, in tx: Transaction) throws -> ExportRequestResource {
        let user = try caller.requireUser()
        guard let request = try ExportRequestStore.find(id, in: tx) else { throw Refusal.noRequest }
        guard user != request.requesterID else {
            throw Refusal(.forbidden, "own-request", "Your own request is answered by somebody else who administers customers.")
        }
        guard try rights.decidesOnExports(caller.viewer, in: tx) else { throw Refusal.noRequest }
        return request
    }

    private func answer(
        _ request: ExportRequestResource, _ state: RequestState, until: Timestamp?, _ answer: String?, _ caller: Caller,
        in tx: Transaction
    ) throws -> ExportRequestResource {
        let by = ActorResource(caller)
        let answered = request.answered(
            request.course.answered(state, by: by, at: clock.now(), until: until, answer: answer))
        guard try ExportRequestStore.answer(answered, in: tx) else { throw Refusal.answeredAlready(request.course) }
        try outbox.tell(ContactsEvents.exportAnswered, answered, by: by, in: tx)
        return answered
    }
}
