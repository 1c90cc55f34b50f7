import ContactsAPI
import HTML
import JSON
import Pages
import Presentation

extension HistoryLine {
    /// The customer belongs to somebody else, or waits in a queue.
    var ownerLine: (Icon, HTML) {
        let receiver = entry.data["to"]
        let unit = receiver?["unitName"]?.string ?? ""
        guard receiver?["userID"]?.string != nil else {
            let idle = entry.data["how"]?.string == "idle"
            let sentence =
                idle
                ? Phrase(
                    "Давно ничего не происходило: клиент снова в очереди",
                    "Nothing happened for long: the customer is back in the queue")
                : Phrase("Клиент в очереди", "The customer waits in the queue")
            return (.user, "\(say(sentence)) <b>\(unit)</b>")
        }
        let name = receiver?["userName"]?.string ?? ""
        let sentence =
            entry.data["how"]?.string == "claimed"
            ? Phrase("Клиент взят из очереди:", "The customer was claimed by")
            : Phrase("Ответственный теперь:", "The owner is now")
        return (.user, "\(say(sentence)) <b>\(name)</b>")
    }

    /// Somebody beside the owner was let in, or is no longer.
    var shareLine: (Icon, HTML) {
        let share = entry.data["share"]
        let name = share?["principal"]?["name"]?.string ?? ""
        let isTeam = share?["role"]?.string != nil
        let sentence =
            entry.kind == "account.shared"
            ? isTeam
                ? Phrase("В команде клиента теперь", "Now in the customer's team:") : Phrase("Клиент открыт для", "Shared with")
            : isTeam
                ? Phrase("Больше не в команде клиента", "No longer in the customer's team:")
                : Phrase("Клиент закрыт для", "No longer shared with")
        return (.user, "\(say(sentence)) <b>\(name)</b>")
    }

    /// Somebody asked for access, or was answered.
    var requestLine: (Icon, HTML) {
        let request = entry.data["request"]
        let name = request?["requesterName"]?.string ?? ""
        let sentence =
            switch request?["state"]?.string {
            case "approved": Phrase("Доступ к клиенту дан:", "Access was given to")
            case "refused": Phrase("В доступе к клиенту отказано:", "Access was refused to")
            case "withdrawn": Phrase("Просьба о доступе отозвана:", "The request for access was withdrawn by")
            default: Phrase("О доступе к клиенту просит", "Access was asked for by")
            }
        return (.user, "\(say(sentence)) <b>\(name)</b>")
    }
}
