import ContactsAPI
package import Core
import PhoneNumbers

extension Account {
    /// Where the mail address or number that somebody wrote stands among the account's contact points. What cannot be used has
    /// no place: nobody can verify a number that cannot be dialled.
    package func place(of kind: ContactPoint.Kind, _ written: String) -> Int? {
        let value: String? =
            switch kind {
            case .email: Normalised.email(written)?.key
            case .phone: Normalised.phone(written, region: nil).flatMap { $0.isValid ? $0.e164 : nil }
            }
        return points.firstIndex { $0.kind == kind && $0.value == value && $0.isValid }
    }

    /// Takes the mark back from the mail address; `nil` where it has none. What was verified after that moment stays.
    package mutating func unverify(email key: String, at moment: Timestamp) -> ContactPoint? {
        guard
            let place = points.firstIndex(where: { $0.kind == .email && $0.value == key }),
            let verification = points[place].verification, verification.at <= moment
        else { return nil }
        points[place].verification = nil
        return points[place]
    }
}
