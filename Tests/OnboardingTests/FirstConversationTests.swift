import Contracts
import Onboarding
import PluginAPI
import Testing

@Suite struct FirstConversationTests {
  /// From nothing to the review, the shortest way.
  private func reachReview(_ chat: Chat) async throws {
    try await chat.send("/start")
    try await chat.press("Быстрый старт")
    try await chat.press("На «ты»")
    try await chat.send("Самара")
    try await chat.send("Хочу пробежать десять километров")
    try await chat.press("Готово")
    try await chat.press("🌙 Вечером")
  }

  @Test func fastPathTakesSevenSteps() async throws {
    let starter = FixedStarter()
    let chat = try Chat(services: ["goals.starter": starter as any GoalStarter])
    try await chat.send("/start")
    #expect(chat.seen.contains("не человек и не врач") && chat.seen.contains("Алиса"))
    try await chat.press("Быстрый старт")
    #expect(chat.rows.consent == .integer(1))
    #expect(chat.seen.contains("▰▱▱▱▱ 1/5"))
    try await chat.press("На «ты»")
    #expect(chat.person.address == .ty)
    #expect(chat.seen.contains("▰▰▱▱▱ 2/5") && chat.seen.contains("у тебя"))
    try await chat.send("Самара")
    #expect(chat.person.zone.id == "Europe/Samara" && chat.person.isZoneConfirmed)
    #expect(chat.events == ["onboarding.time_zone_changed.v1"])
    #expect(chat.seen.contains("Самара, 20:00") && chat.seen.contains("3/5"))
    let entities = chat.card?.text.entities.map(\.kind) ?? []
    #expect(entities.contains(.dateTime(unixSeconds: chat.now.unixSeconds, format: "t")))
    try await chat.send("Хочу пробежать")
    #expect(!chat.seen.contains("«Готово»"))
    try await chat.send("десять километров")
    try await chat.press("Готово")
    try await chat.press("🌙 Вечером")
    #expect(chat.seen.contains("Хочу пробежать\nдесять километров") && chat.seen.contains("5/5"))
    #expect(chat.seen.contains("Самара, 20:00"))
    try await chat.press("Верно")
    #expect(chat.dialog == nil)
    #expect(chat.events == ["onboarding.completed.v1"])
    let event = try #require(chat.decision.events.first).event.decode(OnboardingCompleted.self)
    #expect(event.isFirst && event.rhythm == .evening && event.wish == "Хочу пробежать\nдесять километров")
    #expect(chat.titles == ["🎯 Первая цель"])
    #expect(chat.rows.profile?[2] == .text("manual"))
  }

  @Test func withoutGoalsThereIsNoButton() async throws {
    let chat = try Chat()
    try await reachReview(chat)
    try await chat.press("Верно")
    #expect(chat.sent.last?.keyboard == nil)
    #expect(chat.seen.contains("/help"))
  }

  @Test func englishAsksForANameOnly() async throws {
    let chat = try Chat(.english, name: "Alice")
    try await chat.send("/start")
    try await chat.press("Quick start")
    #expect(chat.titles == ["Alice"])
    try await chat.send("  <b>Al\u{202E}ice</b>\n of  Oz ")
    #expect(chat.person.name == "bAliceb of Oz")
    #expect(chat.seen.contains("2/5"))
  }

  @Test func theNameOfTheCityIsKept() async throws {
    let chat = try Chat()
    try await chat.send("/start")
    try await chat.press("Быстрый старт")
    try await chat.press("На «вы»")
    try await chat.send("Казань")
    #expect(chat.person.zone.id == "Europe/Moscow" && chat.seen.contains("Казань, 19:00"))
    try await chat.press("🕐 Время не то")
    #expect(chat.seen.contains("2/5"))
    try await chat.send("Казань")
    try await chat.send("Выучить татарский язык")
    #expect(!chat.seen.contains("Казань"))
    try await chat.press("Готово")
    try await chat.press("🌅 Утром")
    #expect(chat.seen.contains("Казань, 19:00"))
  }

  @Test func startAgainOffersToGoOn() async throws {
    let chat = try Chat()
    try await chat.send("/start")
    try await chat.press("Быстрый старт")
    try await chat.press("На «вы»")
    try await chat.send("/start")
    #expect(chat.seen.contains("Продолжим с шага 2 из 5?"))
    try await chat.press("Да")
    #expect(chat.seen.contains("2/5"))
    chat.now += .minutes(5)
    try await chat.send("/start")
    try await chat.press("Сначала")
    #expect(chat.seen.contains("1/5"))
  }

  @Test func answersOutliveACancelledConversation() async throws {
    let chat = try Chat()
    chat.rows.consent = .integer(1)
    chat.person.isZoneConfirmed = true
    try await chat.send("/start")
    #expect(chat.seen.contains("Продолжим с шага 3 из 5?"))
    try await chat.send("Научиться играть на гитаре")
    #expect(chat.seen.contains("гитаре"))
  }

  @Test func wishesAreMeasured() async throws {
    let chat = try Chat()
    try await reachReview(chat)
    try await chat.press("Поправить")
    try await chat.press("Желание")
    try await chat.press("Написать заново")
    try await chat.send("два слова")
    try await chat.press("Готово")
    #expect(chat.seen.contains("хотя бы 3"))
    try await chat.send(String(repeating: "ф", count: 4090))
    #expect(chat.seen.contains("Не помещается") && chat.seen.contains("два слова"))
    try await chat.send("и ещё три")
    try await chat.press("Готово")
    #expect(chat.seen.contains("5/5") && chat.seen.contains("два слова\nи ещё три"))
  }

  @Test func everyFieldCanBeFixed() async throws {
    let chat = try Chat()
    try await reachReview(chat)
    try await chat.press("Поправить")
    try await chat.press("Когда спрашивать")
    try await chat.press("Утром и вечером")
    #expect(chat.seen.contains("утром и вечером"))
    try await chat.press("Поправить")
    try await chat.press("Имя")
    try await chat.send("Аля")
    try await chat.press("На «вы»")
    #expect(chat.seen.contains("Аля (на «вы»)"))
    try await chat.press("Поправить")
    try await chat.press("Часовой пояс")
    try await chat.press("Оставить: Самара")
    #expect(chat.seen.contains("5/5"))
    try await chat.press("Заново")
    #expect(chat.seen.contains("1/5"))
  }

  @Test func twentyPhotosGetOneSentence() async throws {
    let chat = try Chat()
    try await chat.send("/start")
    try await chat.press("Быстрый старт")
    try await chat.sendPhoto()
    #expect(chat.seen.contains("словами") && chat.seen.contains("1/5"))
    for _ in 1..<20 {
      try await chat.sendPhoto()
      #expect(chat.seen.isEmpty)
    }
    chat.now += .minutes(2)
    try await chat.sendPhoto()
    #expect(chat.seen.contains("словами"))
  }

  @Test func whoLetsTheBotInAgainIsAskedOnce() async throws {
    let chat = try Chat()
    try await chat.send("/start")
    try await chat.press("Быстрый старт")
    let user = #"{"id":7,"is_bot":false,"first_name":"A"}"#
    try await chat.receive(
      update: """
        {"update_id":1,"my_chat_member":{"chat":{"id":7,"type":"private"},"from":\(user),"date":1,
        "old_chat_member":{"status":"kicked","user":\(user),"until_date":0},
        "new_chat_member":{"status":"member","user":\(user)}}}
        """)
    #expect(chat.seen.contains("Продолжим с шага 1 из 5?"))
    try await chat.send("/start")
    #expect(chat.seen.isEmpty)
  }

  @Test func whoIsKnownComesHome() async throws {
    let chat = try Chat()
    try await reachReview(chat)
    try await chat.press("Верно")
    try await chat.send("/start")
    #expect(chat.seen.contains("С возвращением") && chat.seen.contains("/goals") && !chat.seen.contains("paysupport"))
    try await chat.send("/restart")
    #expect(chat.seen.contains("1/5"))
  }

  @Test func newTermsAreAskedForAtHome() async throws {
    var configuration = OnboardingConfiguration()
    configuration.consentVersion = 2
    let chat = try Chat(configuration: configuration)
    chat.rows.consent = .integer(1)
    chat.rows.profile = [.text("a b c"), .text("both"), .text("manual"), .instant(chat.now)]
    try await chat.send("/start")
    try await chat.press("Согласие")
    #expect(chat.rows.consent == .integer(2))
    try await chat.send("/start")
    #expect(!chat.seen.contains("Условия"))
  }
}

struct FixedStarter: GoalStarter {
  struct Press: CallbackPayload {
    static let name = "goals.start"
  }
  func startButton(title: String, text: String) -> Button? { Button(title, Press()) }
}
