import Gateway
import Runtime

@main
enum Main {
    static func main() async {
        await ServiceCommand.main(GatewayModule.self)
    }
}
