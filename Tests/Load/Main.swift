import Core
import Glibc
import Runtime

/// How fast the suite is, beside the best that could be had on the same machine in the same minutes. Build it for release.
@main
enum Main {
    static func main() async {
        let tool = CommandLineTool("LoadMain", "", commands: [measure, JSONServer.command])
        Machine.exit(await tool.run(Array(CommandLine.arguments.dropFirst())))
    }

    private static let measure = Command(
        "", "Measure order intake, start, memory and HTTP against references in the same run, and print a table of ratios.",
        options: [
            Command.Option(
                "only", "A,B",
                "Of intake-postgres, intake-sqlite, audit-postgres, audit-sqlite, start, memory, http, gateway, rights and pages; all when absent."
            ),
            Command.Option("orders", "N", "Orders of each intake measurement; 5000 when absent."),
            Command.Option("connections", "A,B", "Connections at the door of the intake; 16,64 when absent."),
            Command.Option(
                "database", "N", "Connections to the database, of the reference too; as many as at the door when absent."),
            Command.Option("rounds", "N", "How often each is measured, in turn; the median counts. 3 when absent."),
            Command.Option("seconds", "N", "Of each HTTP measurement; 3 when absent."),
            Command.Option("retail", "FILE.csv[.gz]", "The Online Retail file, for the memory; without it that is left out."),
            Command.Option("invoices", "N", "How many invoices of it; all when absent."),
            Command.Option("accounts", "N", "Customers of the base for rights; 1000000 when absent."),
            Command.Option("asked", "N", "How often each list is asked for under rights, and each page; 100 when absent."),
            Command.Option("customers", "N", "Customers on the embedded default when pages are asked for; 100000 when absent."),
            Command.Option(
                "programs", "DIR", "Where crm, orders, gateway and LoadReference are; beside this program when absent."),
        ],
        details: """
            Build for release: swift build -c release && .build/release/LoadMain --retail online-retail.csv.gz

            intake: `orders` takes placed orders with five lines, single events (binary and structured in turn) over HTTP.
            The reference is a C program that inserts the rows which that left behind into empty tables of the same schema: one
            durable transaction per order, as many connections, the same synchronous settings (PostgreSQL with fsync and
            synchronous_commit, SQLite with synchronous = FULL). Rows are compared without the relay, which holds still, as the
            reference publishes nothing; the line below says what is left with it. Processor time is what load from elsewhere blurs
            least; the server's, of the reference, includes the reading of the rows.
            audit: the facts of a client card at `contacts`, with and without the line that is durable before the answer.
            start, memory: `crm serve` until it is ready; its peak while it takes in the whole file.
            rights: pages of 50 customers for viewers of each scope, in a base of 5,000 users in 300 units, against the same pages
            for one who sees everything, in turn, at the service's operation (no HTTP).
            pages: every page of an administrator on the embedded default; the reference is the smallest file, asked for alike.
            http, gateway: one thread on one core each, with the load on another, against nginx. They need nginx and wrk.

            Ratios are of the same run; load from elsewhere blurs them, so the load average is printed. Exit 0 when every aim that
            was measured is met.
            """
    ) { input in
        let plan = try Plan(input)
        let table = try await Measurements(plan).run()
        Console.print(table.text)
        return table.isMet ? 0 : 1
    }
}
