/// Nested shapes and lists.
extension ShapeReader {
    package mutating func object<T: Shape>(_ key: String, _ type: T.Type, _ doc: String = "") -> T? {
        let reference = isDescribing ? reference(type) : .null
        guard let value = member(key, required: true, doc, { reference }) else { return nil }
        return nested(type, value, at: pointer.appending(key))
    }

    package mutating func optionalObject<T: Shape>(_ key: String, _ type: T.Type, _ doc: String = "") -> T? {
        let reference = isDescribing ? reference(type) : .null
        guard let value = member(key, required: false, doc, { reference }) else { return nil }
        return nested(type, value, at: pointer.appending(key))
    }

    /// The elements that could be read; each faulty one has its own faults.
    package mutating func objects<T: Shape>(
        _ key: String, _ type: T.Type, count: ClosedRange<Int>, _ doc: String = ""
    ) -> [T] {
        objects(key, type, count, required: true, doc) ?? []
    }

    package mutating func optionalObjects<T: Shape>(
        _ key: String, _ type: T.Type, count: ClosedRange<Int>, _ doc: String = ""
    ) -> [T]? {
        objects(key, type, count, required: false, doc)
    }

    private mutating func objects<T: Shape>(
        _ key: String, _ type: T.Type, _ count: ClosedRange<Int>, required: Bool, _ doc: String
    ) -> [T]? {
        let schema: JSONValue = isDescribing ? .list(of: reference(type), count) : .null
        guard
            let elements = field(
                key, required: required, doc, schema, { (value) throws(FieldFault) in try value.elements(count) })
        else { return nil }
        let place = pointer.appending(key)
        var objects: [T] = []
        objects.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            if let object = nested(type, element, at: place.appending(index)) { objects.append(object) }
        }
        return objects
    }

    /// `length` is of each text, in Unicode scalars.
    package mutating func texts(
        _ key: String, count: ClosedRange<Int>, length: ClosedRange<Int> = 1...4096, _ doc: String = ""
    ) -> [String] {
        field(key, required: true, doc, .list(of: .text(length), count)) { (value) throws(FieldFault) in
            try value.texts(count, length)
        } ?? []
    }

    package mutating func optionalTexts(
        _ key: String, count: ClosedRange<Int>, length: ClosedRange<Int> = 1...4096, _ doc: String = ""
    ) -> [String]? {
        field(key, required: false, doc, .list(of: .text(length), count)) { (value) throws(FieldFault) in
            try value.texts(count, length)
        }
    }
}

extension JSONValue {
    fileprivate func elements(_ count: ClosedRange<Int>) throws(FieldFault) -> [JSONValue] {
        guard case .array(let elements) = self else { throw .expected("an array") }
        guard count.contains(elements.count) else {
            throw FieldFault("out-of-range", "Must have \(count.lowerBound) to \(count.upperBound) elements.")
        }
        return elements
    }

    /// Stops at the first element that is faulty.
    fileprivate func texts(_ count: ClosedRange<Int>, _ length: ClosedRange<Int>) throws(FieldFault) -> [String] {
        var texts: [String] = []
        for (index, element) in try elements(count).enumerated() {
            do throws(FieldFault) {
                texts.append(try element.text(length))
            } catch {
                throw FieldFault(error.code, error.detail, path: "/\(index)")
            }
        }
        return texts
    }
}
