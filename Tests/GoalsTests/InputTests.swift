import PluginAPI
import Testing

@testable import Goals

@Suite struct InputTests {
  @Test(arguments: [
    ("2 стакана", 2, "стакана"), ("2,5 km", 2.5, "km"), ("10 000 шагов", 10_000, "шагов"), ("30", 30, nil),
    ("  0.75л ", 0.75, "л"), ("8\u{A0}cups", 8, "cups"),
  ])
  func quantities(text: String, amount: Double, unit: String?) throws {
    let quantity = try Quantity(text)
    #expect(quantity.amount == amount)
    #expect(quantity.unit == unit)
  }

  @Test(arguments: ["", "много", "-3", "1.234.5 x", "1,234 x", "٣ cups", "1234567890", ".5", "NaN"])
  func textsThatAreNoQuantity(text: String) {
    #expect(throws: Quantity.Problem.noNumber) { try Quantity(text) }
  }

  @Test func anExponentIsNotANumber() throws {
    #expect(try Quantity("1e9") == Quantity("1 e9"))
  }

  @Test func quantitiesHaveLimits() throws {
    #expect(throws: Quantity.Problem.outOfRange) { try Quantity("0 сигарет") }
    #expect(try Quantity("0 сигарет", zero: true).amount == 0)
    #expect(throws: Quantity.Problem.outOfRange) { try Quantity("1000001") }
    #expect(throws: Quantity.Problem.unitTooLong) { try Quantity("3 " + String(repeating: "я", count: 21)) }
  }

  @Test func sumsHaveNoDust() {
    #expect(Quantity.rounded(0.1 + 0.2) == 0.3)
  }

  @Test func findsTheTimeOfACue() {
    #expect(LocalTime(firstIn: "если пн/ср 6:45 и вода")?.description == "06:45")
    #expect(LocalTime(firstIn: "после 2 чашек кофе") == nil)
    #expect(LocalTime(firstIn: "счёт 99:99, потом 8:05")?.description == "08:05")
  }

  @Test func datesWithoutAYearAreAhead() throws {
    let today = try #require(LocalDate("2026-10-05"))
    #expect(DateInput.date("31.12", after: today)?.description == "2026-12-31")
    #expect(DateInput.date("5.10", after: today)?.description == "2027-10-05")
    #expect(DateInput.date("1.2.27", after: today)?.description == "2027-02-01")
    #expect(DateInput.date("2027-03-04", after: today)?.description == "2027-03-04")
    #expect(DateInput.date("29.2", after: today) == nil)
    for text in ["", "завтра", "32.1", "1", "1.1.1.1", "0.0", "1.99999"] {
      #expect(DateInput.date(text, after: today) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("Если 7:00 и вода, то надеваю кроссовки", "7:00 и вода", "надеваю кроссовки"),
    ("if it's 7:00 then I run", "it's 7:00", "I run"), ("after lunch -> a walk", "after lunch", "a walk"),
    ("после ужина → читаю", "после ужина", "читаю"), ("Когда проснусь", "проснусь", nil), ("то", "то", nil),
  ])
  func plans(text: String, cue: String, action: String?) {
    let plan = PlanInput(text)
    #expect(plan.cue == cue)
    #expect(plan.action == action)
  }

  @Test func stepsGrowWithTheTarget() {
    #expect(Quantity.steps(towards: 8) == (1, 5))
    #expect(Quantity.steps(towards: 100) == (10, 50))
    #expect(Quantity.steps(towards: 10_000) == (1000, 5000))
    #expect(Quantity.steps(towards: nil) == (1, 5))
  }
}
