import Core

extension AskPeer {
    /// For a part of a page that stands without it: what the service says against the question leaves a gap, too.
    func part<Value: Sendable>(_ service: String, _ question: () async throws -> Reply<Value>) async throws -> Reply<Value> {
        do {
            return try await question()
        } catch let refusal as Refusal {
            return .gap(Gap(service: service, code: refusal.code, detail: refusal.detail))
        }
    }
}
