import Core
import Glibc

/// The folder of the embedded arrangement: readable by its owner alone.
package enum DataFolder {
    /// Makes it where it is missing. Throws a sentence that says what to do when it cannot be written.
    package static func prepare(_ folder: String) throws {
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw refusal(
                "The data folder \(folder) cannot be made: \(String(cString: strerror(errno))). Choose another with --data.")
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            throw refusal(
                "The data folder \(folder) cannot be written: \(String(cString: strerror(errno))). Give this user the right to, or choose another with --data."
            )
        }
    }

    private static func refusal(_ sentence: String) -> Refusal {
        Refusal(.failed, "data-folder", sentence)
    }
}
