package import Core

/// A domain event as a CloudEvent 1.0: what happened to one aggregate, told to everybody who wants to know.
package struct Event: Hashable, Sendable {
    /// Unique together with `source`; of our own events a UUID of version 7 in text.
    package let id: String
    /// The service that tells it: `/orders`.
    package let source: String
    /// `crm.<service>.<aggregate>.<past tense>.v1`.
    package let type: String
    /// The aggregate's id; the partition key, so events of one aggregate stay in order.
    package let key: String
    package let time: Timestamp
    /// The aggregate's version after the event (extension `aggversion`), rising by one.
    package let version: Int64?
    /// W3C trace context, when the cause was traced.
    package let traceparent: String?
    /// JSON.
    package let data: [UInt8]

    package init(
        id: String, source: String, type: String, key: String, time: Timestamp, version: Int64? = nil, traceparent: String? = nil,
        data: [UInt8]
    ) {
        self.id = id
        self.source = source
        self.type = type
        self.key = key
        self.time = time
        self.version = version
        self.traceparent = traceparent
        self.data = data
    }
}
