import Core
import HTML
import Pages
import Presentation
import ServiceKit

/// What is wrong or waits, each as a sentence with the way to it, the worst first.
struct OperationSentences: Sendable {
    let overview: ComposeOperations.Overview
    let visit: Visit

    private var say: Presenter { visit.say }

    var notes: [HTML] {
        let gaps: [HTML] = overview.gaps.map { .note("\(GapSentence.text($0, say))", .bad) }
        return gaps + overview.services.flatMap(broken) + overview.services.flatMap(dead) + overview.services.flatMap(waiting)
    }

    private func name(_ status: ServiceStatus) -> String { say(ServiceNames.phrase(status.service)) }

    private func broken(_ status: ServiceStatus) -> [HTML] {
        var notes: [HTML] = status.failures.map { failure in
            .note("<b>\(name(status))</b>: \(failure.detail) <span class=\"muted small\">\(failure.name)</span>", .bad)
        }
        if status.refused > 0 {
            let sentence = say(.eventsRefused, Int(status.refused))
            notes.append(.note("<b>\(name(status))</b>: \(sentence)", .bad))
        }
        return notes
    }

    private func dead(_ status: ServiceStatus) -> [HTML] {
        status.troubles.filter(\.isDead).map { trouble in
            let path = PercentText.target(
                OperationPages.jobsPath, [("service", status.service), ("kind", trouble.kind), ("state", "dead")])
            return .note(
                """
                \(say(JobWords.given(trouble.kind), Int(trouble.count))) \
                \(say(.deadSince, say.ago(trouble.since, now: visit.now), trouble.reason)) \(HTML.link(say(.lookAtIt), path))
                """, .bad)
        }
    }

    private func waiting(_ status: ServiceStatus) -> [HTML] {
        var notes: [HTML] = status.troubles.filter { !$0.isDead }.map { trouble in
            let path = PercentText.target(
                OperationPages.jobsPath, [("service", status.service), ("kind", trouble.kind), ("state", "scheduled")])
            return .note(
                """
                \(say(JobWords.given(trouble.kind), Int(trouble.count))) \
                \(say(.waitsSince, say.duration(seconds: visit.now.seconds(since: trouble.since)), trouble.reason)) \
                \(HTML.link(say(.lookAtIt), path))
                """, .warn)
        }
        if status.parked > 0 {
            let since = status.parkedSince.map { say.ago($0, now: visit.now) } ?? ""
            let path = PercentText.target(OperationPages.parkedPath, [("service", status.service)])
            notes.append(
                .note(
                    "<b>\(name(status))</b>: \(say(.eventsCannot, Int(status.parked))) \(say(.firstOfThem, since)) \(HTML.link(say(.lookAtIt), path))",
                    .warn))
        }
        if status.isLagging(at: visit.now), let since = status.outboxSince {
            let text = say(.eventsLag, Int(status.outbox))
            notes.append(
                .note("<b>\(name(status))</b>: \(text) \(say(.firstOfThem, say.ago(since, now: visit.now)))", .warn))
        }
        if status.isBehind(at: visit.now), let since = status.dueSince {
            notes.append(
                .note(
                    "<b>\(name(status))</b>: \(say(.jobsBehind, say.duration(seconds: visit.now.seconds(since: since))))", .warn))
        }
        return notes
    }
}
