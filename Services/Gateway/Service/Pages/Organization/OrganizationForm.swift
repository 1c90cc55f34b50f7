import Core
import HTML
import HTTP
import JSON
import Pages
import Presentation
import ServiceKit

/// Forms of the organization's pages. Each is checked as the document that the API takes for the same, so that there is one rule
/// for both.
extension FormBody {
    /// The fields of these names as a document; those that are empty are left out.
    func document(_ names: String...) -> JSONValue {
        var object = JSONObject()
        for name in names {
            if let value = filled(name) { object.set(name, .string(value)) }
        }
        return .object(object)
    }

    /// The version that the page was made of.
    func version() throws(Refusal) -> Int64 {
        guard let version = self["version"].flatMap({ Int64($0) }) else {
            throw Refusal(.malformed, "missing", "The form says no version. Open the page again.")
        }
        return version
    }

    /// The name of a wish, which the form was given when its page was made: sent twice it makes one thing.
    func creation(_ document: JSONValue, at place: String, by caller: Caller) throws(Refusal) -> Creation {
        guard let key = filled("key"), key.utf8.count <= 100 else {
            throw Refusal(.malformed, "missing", "The form has no key. Open the page again.")
        }
        return Creation(key: caller.subject + ":" + key, place: place, body: document.json())
    }

    /// The first moment after a day of this name, in a time zone; `nil` where none is given.
    func end(ofDay name: String, timeZone: String) throws(Refusal) -> Timestamp? {
        guard let text = filled(name) else { return nil }
        guard let day = CivilDate(text)?.next,
            let end = LocalDay.begin(year: day.year, month: day.month, day: day.day, timeZone: timeZone)
        else {
            throw Refusal(
                .invalid, "out-of-range", "Give a day such as 2026-12-31.",
                faults: [Fault(pointer: "/\(name)", code: "out-of-range", detail: "Give a day such as 2026-12-31.")])
        }
        return end
    }
}

extension JSONValue {
    /// With a further member.
    func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        guard let value, var object else { return self }
        object.set(name, value)
        return .object(object)
    }

    func decoded<T: Shape>(_ type: T.Type) throws(Refusal) -> T { try Shapes.decode(type, from: json()) }
}

extension PageMaker {
    /// Does what a form asks for and leads to where `work` says; where that is refused for a reason that the person can mend, gives
    /// the page that `again` makes, with the reason above.
    func attempt(
        _ visit: Visit, again: (HTML) async throws -> HTTPResponse, work: () async throws -> String
    ) async throws -> HTTPResponse {
        do {
            return .redirect(to: try await work())
        } catch let refusal as Refusal {
            switch refusal.kind {
            case .malformed, .invalid, .conflict, .stale, .forbidden:
                var response = try await again(.note("\(OrganizationRefusals.text(refusal, visit.say))", .bad))
                response.status = refusal.kind.status
                return response
            default: throw refusal
            }
        }
    }
}

/// Why the organization does not let something be done, in the words of people.
enum OrganizationRefusals {
    static func text(_ refusal: Refusal, _ say: Presenter) -> String {
        // The exact words are English; they are better than none where a rule has none in both languages.
        (phrases[refusal.code] ?? ListRefusals.phrases[refusal.code] ?? HandoverRefusals.phrases[refusal.code]).map { say($0) }
            ?? refusal.detail
    }

    private static let phrases: [String: Phrase] = [
        "login-taken": Phrase(
            "Такой логин уже есть, возможно у того, кто ушёл. Выберите другой.",
            "Somebody has this login already, perhaps one who has left. Choose another one."),
        "mail-taken": Phrase(
            "Эта почта записана у другого сотрудника. У каждого своя.", "Another user has this mail address. Each has his own."),
        "name-taken": Phrase(
            "Роль с таким названием есть. Выберите другое.", "There is a role of this name. Choose another one."),
        "no-such-person": Phrase(
            "Нет никого с таким логином или почтой.", "Nobody has this login or mail address."),
        "not-yours-to-give": Phrase(
            "Нельзя дать права, которых нет у вас. Попросите администратора.",
            "Nobody gives rights that he does not have himself. Ask an administrator."),
        "already-member": Phrase(
            "В это время он уже в этом подразделении.", "He belongs to this unit at that time already."),
        "already-assigned": Phrase("В это время у него уже есть эта роль.", "He holds this role at that time already."),
        "already-absent": Phrase(
            "Один из этих дней уже входит в другое отсутствие. Измените то.",
            "One of these days is in another absence already. Change that one."),
        "last-administrator": Phrase(
            "Это последний администратор. Сначала дайте эту роль ещё кому-нибудь.",
            "This is the last administrator. Give the role to somebody else first."),
        "unit-inactive": Phrase(
            "Это подразделение закрыто. Откройте его или выберите другое.", "This unit is closed. Open it, or choose another one."
        ),
        "unit-cycle": Phrase(
            "Подразделение не может стоять под собой или под тем, что ниже него.",
            "A unit cannot stand under itself or a unit below it."),
        "unit-has-units": Phrase(
            "Под ним есть подразделения. Сначала перенесите или закройте их.",
            "There are units below this one. Move or close them first."),
        "unit-has-members": Phrase(
            "В нём работают люди. Сначала переведите их.", "People belong to this unit. End their memberships first."),
        "root-stays": Phrase("Верхнее подразделение остаётся наверху.", "The unit at the top stays there."),
        "role-fixed": Phrase(
            "Роль администратора остаётся как есть. Создайте другую.", "The role Administrator stays as it is. Make another role."
        ),
        "role-in-use": Phrase(
            "Эту роль кто-то получал. Уберите из неё правила или завершите назначения.",
            "Somebody holds this role or held it. Take its rules out, or end those assignments."),
        "too-large": Phrase(
            "В роли помещается около двадцати правил. Остальные положите в другую роль.",
            "A role holds some twenty rules at most. Put some of them into another role."),
        "stale": Phrase(
            "Кто-то изменил это, пока вы смотрели. Ниже то, что есть сейчас; решите заново.",
            "Somebody changed this meanwhile. Below is how it is now; decide anew."),
        "out-of-range": Phrase(
            "Проверьте поля: одно из значений не подходит.", "Check the fields: one of the values does not fit."),
        "missing": Phrase("Заполните обязательные поля.", "Fill the required fields."),
    ]
}
