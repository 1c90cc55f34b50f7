import Contacts
import Gateway
import Notifications
import Orders
import Runtime
import ServiceKit

/// `crm`: everything in one process, and the operator's commands.
@main
enum Main {
    /// The gateway last: it answers, and reaches the others.
    static let definitions: [any ServiceDefinition.Type] = [
        ContactsModule.self, OrdersModule.self, NotificationsModule.self, GatewayModule.self,
    ]

    static func main() async {
        let tool = CommandLineTool(
            "crm", "Relata, a CRM suite: everything in one process, and the operator's commands.",
            commands: ServeCommands.all(definitions, program: "crm") + [
                TokenCommands.create, UserCommands.create, UserCommands.list, ReceiptCommands.verify,
                ContactsCommands.rebuildTimeline, ContactsCommands.tellAccounts, ReplayCommands.orders,
                ReplayCommands.generated, DemoCommand.fill, KeyCommands.create, KeyCommands.rotate, AuditCommands.verify,
                AuditCommands.head,
            ])
        Machine.exit(await tool.run(Array(CommandLine.arguments.dropFirst())))
    }
}
