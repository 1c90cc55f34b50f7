package import Core

/// Members of an object; an absent value leaves its member out.
extension JSONWriter {
    package mutating func field(_ key: String, _ value: some JSONWritable) {
        self.key(key)
        value.write(to: &self)
    }

    package mutating func field(_ key: String, _ value: (some JSONWritable)?) {
        if let value { field(key, value) }
    }

    package mutating func field(_ key: String, _ value: some Identifier) {
        self.key(key)
        self.value(value)
    }

    package mutating func field(_ key: String, _ value: (some Identifier)?) {
        if let value { field(key, value) }
    }

    package mutating func field(_ key: String, array: [some JSONWritable]) {
        self.key(key)
        array.write(to: &self)
    }

    package mutating func field(_ key: String, array: [some Identifier]) {
        self.key(key)
        self.array { writer in
            for element in array { writer.value(element) }
        }
    }

    package mutating func field(_ key: String, array: [some JSONWritable]?) {
        if let array { field(key, array: array) }
    }

    /// A member whose value is an object.
    package mutating func field(_ key: String, object body: (inout JSONWriter) throws -> Void) rethrows {
        self.key(key)
        try object(body)
    }
}
