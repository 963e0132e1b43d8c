import Onboarding
import PluginAPI
import Testing

@Suite struct ProfileTests {
  private func known(_ language: Language = .russian) throws -> Chat {
    let chat = try Chat(language)
    chat.rows.profile = [.text("Бегать по утрам"), .text("both"), .text("manual"), .instant(chat.now)]
    return chat
  }

  @Test func showsAndChanges() async throws {
    let chat = try known()
    try await chat.send("/profile")
    #expect(chat.seen.contains("Бегать по утрам") && chat.seen.contains("03:00") && chat.seen.contains("не указан"))
    try await chat.press("Род")
    try await chat.press("Женский")
    #expect(chat.person.gender == .feminine && chat.seen.contains("женский"))
    try await chat.press("Начало дня")
    try await chat.press("05:00")
    #expect(chat.person.dayStart == .at(5))
    try await chat.press("Ты / вы")
    try await chat.press("На «ты»")
    #expect(chat.person.address == .ty && chat.seen.contains("Твой профиль"))
    try await chat.press("Желание")
    try await chat.send("Спать по восемь часов")
    try await chat.press("Готово")
    #expect(chat.rows.profile?.first == .text("Спать по восемь часов") && chat.seen.contains("Спать"))
    try await chat.press("Имя")
    try await chat.send(String(repeating: "я", count: 41))
    #expect(chat.seen.contains("до 40") && chat.person.name == "Алиса")
    try await chat.send("Аля")
    try await chat.press("Закрыть")
    #expect(chat.dialog == nil && chat.person.name == "Аля")
  }

  @Test func englishAsksForNoGender() async throws {
    let chat = try known(.english)
    try await chat.send("/profile")
    #expect(!chat.titles.contains("Gender") && !chat.titles.contains("Form of address"))
  }

  @Test func beforeTheFirstConversationThereIsNoWish() async throws {
    let chat = try Chat()
    try await chat.send("/profile")
    #expect(!chat.titles.contains("Желание") && chat.seen.contains("/start"))
  }

  @Test func languageIsChosenByButtonOrByWord() async throws {
    let chat = try Chat()
    try await chat.send("/language")
    try await chat.press("English")
    #expect(chat.person.language == .english && chat.seen.contains("English"))
    try await chat.send("/language RU")
    #expect(chat.person.language == .russian && chat.seen.contains("по-русски"))
  }
}

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
