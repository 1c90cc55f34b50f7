/// What a change does with one field: leaves it, or gives it a value, which may be none.
enum Edit<Value: Hashable & Sendable>: Hashable, Sendable {
    case keep
    case set(Value)

    func applied(to value: Value) -> Value {
        if case .set(let new) = self { new } else { value }
    }
}

extension Edit {
    /// What a document says that has the field or not.
    init(_ value: Value?) {
        self = value.map { .set($0) } ?? .keep
    }
}
