import Onboarding
import Testing

@Suite struct PersonNameTests {
  @Test func namesAreCleaned() {
    #expect((try? PersonName.read(" *Анна*\u{200B} [Аня](x) ").get()) == "Анна Аня(x)")
    #expect((try? PersonName.read("O’Neil-Šmith Jr.").get()) == "O’Neil-Šmith Jr.")
    #expect(PersonName.read("\u{202E} \u{0} **") == .failure(.empty))
    #expect(PersonName.read(String(repeating: "a", count: 40)) == .success(String(repeating: "a", count: 40)))
    #expect(PersonName.read(String(repeating: "a", count: 41)) == .failure(.tooLong))
  }
}

@Suite struct WishDraftTests {
  @Test func growsToItsLimit() {
    var draft = WishDraft()
    #expect(draft.add(" \n ") == .nothing && draft.isEmpty)
    #expect(draft.add(String(repeating: "a", count: 3990)) == .added)
    #expect(draft.add("0123456789") == .tooLong(room: 9))
    #expect(draft.add("012345678") == .added && draft.count == 4000)
    #expect(draft.add("x") == .tooLong(room: 0))
  }

  @Test func wordsDecide() {
    #expect(!WishDraft("— … !").isEnough && !WishDraft("два слова").isEnough)
    #expect(WishDraft("three small words").isEnough)
  }
}
