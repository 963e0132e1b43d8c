import Expenses
import HostCommands

@main
enum Main {
  static func main() async { await Roost.main(plugins: [ExpensesPlugin.self]) }
}
