import Notifications
import Runtime

@main
enum Main {
    static func main() async {
        await ServiceCommand.main(NotificationsModule.self)
    }
}
