import Glibc
import Synchronization

/// Named steps at which a test may kill this process, to prove that nothing acknowledged is lost there.
///
/// Does nothing unless `CRM_TEST_KILL_AT` is `NAME` or `NAME:N`; then the process sends itself SIGKILL the N-th time the step
/// is reached, as a power cut would.
package enum StepPoint {
    private static let armed: (name: String, count: Int)? = {
        guard let text = getenv("CRM_TEST_KILL_AT").map({ String(cString: $0) }), !text.isEmpty else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1)
        return (String(parts[0]), parts.count == 2 ? Int(parts[1]) ?? 1 : 1)
    }()
    private static let reached = Atomic<Int>(0)

    package static func reach(_ name: StaticString) {
        guard let armed, armed.name == name.description else { return }
        guard reached.add(1, ordering: .relaxed).newValue == armed.count else { return }
        kill(getpid(), SIGKILL)
    }
}
