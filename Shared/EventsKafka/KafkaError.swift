/// A failure of the client or the broker, as a sentence.
package struct KafkaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// librdkafka's number; negative for those of the client itself.
    package let code: Int32
    package let message: String
    /// The client is of no further use and has to be made anew.
    package let isFatal: Bool

    package init(code: Int32, message: String, isFatal: Bool = false) {
        self.code = code
        self.message = message
        self.isFatal = isFatal
    }

    package var description: String { "\(message) [\(code)]" }
}

extension KafkaError {
    /// The broker does not know the request, or did not answer it.
    var isUnanswered: Bool { code == -185 || code == -165 }
}
