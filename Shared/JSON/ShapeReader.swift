package import Core

/// Gives a `Shape` its fields, reading a document or describing the type; see `Shape`.
///
/// Optional fields take `null` for absent, required ones call it `missing`. Members that nobody asks for are ignored. The fault codes
/// are `missing`, `wrong-type`, `out-of-range`, `unknown-currency`, and what the shape itself adds.
package struct ShapeReader: Sendable {
    /// Where the object stands that is being read.
    package let pointer: JSONPointer
    /// What is wrong so far, in the order it was found.
    package private(set) var faults: [Fault] = []
    private let object: JSONObject
    /// After the member read last.
    private var cursor = 0
    private var description: ShapeDescription?

    init(reading object: JSONObject, at pointer: JSONPointer) {
        self.object = object
        self.pointer = pointer
    }

    init(describing components: [String: JSONValue]) {
        object = JSONObject()
        pointer = .root
        description = ShapeDescription(components: components)
    }

    /// Whether the fields give neutral values because there is no document.
    package var isDescribing: Bool { description != nil }

    /// The member as it was written; `nil` when there is none.
    package func value(_ key: String) -> JSONValue? { object[key] }

    /// Adds a fault. `path` is a pointer from this object on (`lines/0/sku`); the empty text is the object itself.
    package mutating func fault(at path: String = "", code: String, detail: String) {
        guard !isDescribing else { return }
        faults.append(Fault(pointer: pointer.appending(path: path).description, code: code, detail: detail))
    }

    /// The one way to a field: notes `schema` when describing, else reads the member and collects its fault.
    @inline(__always)
    mutating func field<Value>(
        _ key: String, required: Bool, _ documentation: String, _ schema: @autoclosure () -> JSONValue,
        _ read: (JSONValue) throws(FieldFault) -> Value
    ) -> Value? {
        guard let value = member(key, required: required, documentation, schema) else { return nil }
        do throws(FieldFault) {
            return try read(value)
        } catch {
            add(error, at: key)
            return nil
        }
    }

    /// The member to read; `nil` when there is none, or nothing to read.
    mutating func member(_ key: String, required: Bool, _ documentation: String, _ schema: () -> JSONValue) -> JSONValue? {
        if isDescribing {
            note(key, required: required, documentation, schema())
            return nil
        }
        if let index = object.index(of: key, from: cursor) {
            cursor = index + 1
            let value = object.members[index].value
            if !value.isNull { return value }
        }
        if required { add(FieldFault("missing", "Is required."), at: key) }
        return nil
    }

    private mutating func add(_ fault: FieldFault, at key: String) {
        let place = pointer.appending(key).appending(path: fault.path)
        faults.append(Fault(pointer: place.description, code: fault.code, detail: fault.detail))
    }

    private mutating func note(_ key: String, required: Bool, _ documentation: String, _ schema: JSONValue) {
        var schema = schema
        if !documentation.isEmpty, case .object(var members) = schema {
            members.set("description", .string(documentation))
            schema = .object(members)
        }
        description?.properties.set(key, schema)
        if required { description?.required.append(.string(key)) }
    }

    /// What was described.
    var objectSchema: JSONValue {
        var schema = JSONObject([("type", "object")])
        if let description {
            schema.set("properties", .object(description.properties))
            if !description.required.isEmpty { schema.set("required", .array(description.required)) }
        }
        return .object(schema)
    }

    /// The nested shapes met while describing.
    var components: [String: JSONValue] { description?.components ?? [:] }

    /// A reference to the nested shape, which is described once, however often and deep it is met.
    mutating func reference<T: Shape>(_: T.Type) -> JSONValue {
        if let components = description?.components, components[T.shapeName] == nil {
            description?.components[T.shapeName] = ["type": "object"]
            var nested = ShapeReader(describing: self.components)
            _ = T(&nested)
            description?.components = nested.components
            description?.components[T.shapeName] = nested.objectSchema
        }
        return Schema.reference(T.shapeName)
    }

    /// Reads the object at `place` with a reader of its own and takes its faults over.
    mutating func nested<T: Shape>(_: T.Type, _ value: JSONValue, at place: JSONPointer) -> T? {
        guard case .object(let object) = value else {
            faults.append(Fault.expected("an object", at: place))
            return nil
        }
        var reader = ShapeReader(reading: object, at: place)
        let nested = T(&reader)
        if nested == nil, reader.faults.isEmpty {
            reader.fault(code: "invalid", detail: "Is not a valid \(T.shapeName).")
        }
        faults += reader.faults
        return nested
    }
}

/// A fault of one field, before it is known where the field stands.
struct FieldFault: Error {
    let code: String
    let detail: String
    /// From the field on.
    let path: String

    init(_ code: String, _ detail: String, path: String = "") {
        self.code = code
        self.detail = detail
        self.path = path
    }

    static let wholeNumber = expected("a whole number without fraction or exponent")

    static func expected(_ kind: String) -> FieldFault { FieldFault("wrong-type", "Must be \(kind).") }
}

extension Fault {
    static func expected(_ kind: String, at pointer: JSONPointer) -> Fault {
        Fault(pointer: pointer.description, code: "wrong-type", detail: "Must be \(kind).")
    }
}
