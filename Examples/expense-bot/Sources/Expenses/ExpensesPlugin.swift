public import PluginAPI

/// Notes what people spend, watches their budget of the month and sums up the week.
public struct ExpensesPlugin: Plugin {
  public static let manifest = PluginManifest(
    id: "expenses", summary: "Notes what people spend and sums it up.", tables: ExpensesTables.all,
    migrations: ExpensesMigrations.all,
    texts: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])

  let configuration: ExpensesConfiguration
  let store = ExpenseStore()

  public init(configuration: ExpensesConfiguration, context: PluginContext) throws {
    self.configuration = configuration
  }

  public var contributions: Contributions {
    Command("spent", "spent.command.summary", order: 10, handle: showMonth)
    Command("budget", "budget.command.summary", order: 20) { turn, _ in turn.begin(BudgetDialog.self, .amount) }
    // Whatever has an amount in it is an expense: no command needed for what people do most.
    MessageHandler(.text, handle: note)
    Callback(TakeBack.self, handle: takeBack)
    DialogContribution(BudgetDialog(plugin: self))
    Job(SumUpWeek.self, handle: sumUpWeek)
    HelpSection("help")
  }
}
