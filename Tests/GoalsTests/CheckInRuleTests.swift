import Contracts
import Testing

@testable import Goals

@Suite struct CheckInRuleTests {
  @Test func theSamePressTwiceChangesNothing() {
    #expect(CheckInRule.mark(.full, on: item(goal())) == .record(.full, amount: nil, replacing: nil))
    #expect(CheckInRule.mark(.full, on: item(goal(), entry(.full))) == .already)
    #expect(CheckInRule.mark(.skip, on: item(goal(), entry(.skip))) == .already)
  }

  @Test func onlyBetterReplaces() {
    let minimum = entry(.minimum)
    #expect(CheckInRule.mark(.full, on: item(goal(), minimum)) == .record(.full, amount: nil, replacing: minimum))
    #expect(CheckInRule.mark(.skip, on: item(goal(), minimum)) == .already)
    #expect(CheckInRule.mark(.minimum, on: item(goal(), entry(.full))) == .already)
  }

  @Test func fullOfAQuantityIsWhatIsMissing() {
    let water = goal(1, .daily, target: 8)
    #expect(
      CheckInRule.mark(.full, on: item(water, entry(.amount, amount: 2.5)))
        == .record(.amount, amount: 5.5, replacing: nil))
    #expect(CheckInRule.mark(.full, on: item(water, entry(.amount, amount: 9))) == .already)
    #expect(CheckInRule.mark(.skip, on: item(water, entry(.amount, amount: 1))) == .already)
  }

  @Test func anAmountTakesTheSkipBack() {
    let skip = entry(.skip)
    #expect(
      CheckInRule.amount(1, on: item(goal(1, .daily, target: 8), skip)) == .record(.amount, amount: 1, replacing: skip))
  }

  @Test func aLimitIsKeptUntilItIsExceeded() {
    let coffee = goal(1, .daily, kind: .limit, target: 2)
    let kept = entry(.full, number: 101)
    let cup = entry(.amount, amount: 1, number: 102)
    #expect(CheckInRule.mark(.full, on: item(coffee, cup)) == .record(.full, amount: nil, replacing: nil))
    #expect(CheckInRule.amount(1, on: item(coffee, kept, cup)) == .record(.amount, amount: 1, replacing: nil))
    #expect(CheckInRule.amount(2, on: item(coffee, kept, cup)) == .record(.amount, amount: 2, replacing: kept))
    #expect(CheckInRule.mark(.full, on: item(coffee, entry(.amount, amount: 3))) == .overLimit)
    #expect(item(coffee, entry(.amount, amount: 3)).standing == .exceeded)
  }

  @Test func sumsStayWithinReason() {
    let steps = item(goal(1, .daily, target: 10_000), entry(.amount, amount: 999_999))
    #expect(CheckInRule.amount(2, on: steps) == .already)
  }
}
