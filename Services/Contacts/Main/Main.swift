import Contacts
import Runtime

@main
enum Main {
    static func main() async {
        await ServiceCommand.main(ContactsModule.self)
    }
}
