import Orders
import Runtime

@main
enum Main {
    static func main() async {
        await ServiceCommand.main(OrdersModule.self)
    }
}
