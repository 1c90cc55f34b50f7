/// What travels on a topic: bytes with headers, before anybody says that it is an event.
package struct Record: Hashable, Sendable {
    package struct Header: Hashable, Sendable {
        package let name: String
        package let value: [UInt8]

        package init(_ name: String, _ value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    package let topic: String
    package let key: String?
    package let headers: [Header]
    package let value: [UInt8]
    /// Where it stands; `nil` on the in-process transport and before it was sent.
    package let position: Position?

    package struct Position: Hashable, Sendable {
        package let partition: Int32
        package let offset: Int64

        package init(partition: Int32, offset: Int64) {
            self.partition = partition
            self.offset = offset
        }
    }

    package init(topic: String, key: String?, headers: [Header], value: [UInt8], position: Position? = nil) {
        self.topic = topic
        self.key = key
        self.headers = headers
        self.value = value
        self.position = position
    }

    package func header(_ name: String) -> String? {
        headers.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}
