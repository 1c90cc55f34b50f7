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
}
