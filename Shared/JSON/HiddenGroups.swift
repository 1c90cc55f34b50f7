package import Core

extension ShapeReader {
    /// The member `hidden` of a resource: the groups of fields that were held back from the caller.
    package mutating func hiddenGroups() -> [FieldGroup] {
        (optionalTexts(
            "hidden", count: 0...FieldGroup.allCases.count,
            "The groups of fields that the caller may not see, and which are absent for that reason: "
                + FieldGroup.allCases.map(\.rawValue).joined(separator: ", ") + ".") ?? [])
            .compactMap { FieldGroup(rawValue: $0) }
    }
}

extension JSONWriter {
    /// Absent where nothing was held back.
    package mutating func hiddenGroups(_ groups: [FieldGroup]) {
        if !groups.isEmpty { field("hidden", array: groups.map(\.rawValue)) }
    }
}
