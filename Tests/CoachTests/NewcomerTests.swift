import PluginAPI
import PluginTesting
import Testing

/// From `/start` to Premium, as somebody new goes through it in a week.
@Suite struct NewcomerTests {
  @Test func inRussianInformally() async throws {
    try await russian(
      address: "На «ты»",
      says: [
        "Который у тебя сейчас час?", "Чего ты хочешь за 3 месяца?", "твоими словами", "Зачем тебе это?",
        "только для тебя",
      ], unlike: ["у вас", "Выберите", "Напишите", "вашими"])
  }

  @Test func inRussianFormally() async throws {
    try await russian(
      address: "На «вы»",
      says: [
        "Который у вас сейчас час?", "Чего вы хотите за 3 месяца?", "вашими словами", "Зачем вам это?",
        "только для вас",
      ], unlike: ["у тебя", "Выбери ", "Напиши ", "твоими"])
  }

  private func russian(address: String, says: [String], unlike: [String]) async throws {
    try await withBot(coach, settings: "payments: { ledger_hours: 24 }") { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/start")
      try await alice.expect("Здравствуйте, Алиса!")
      try await alice.press("Быстрый старт")
      try await alice.expect("1/5")
      try await alice.press(address)
      try await alice.expect(says[0])
      try await alice.send("Самара")
      let zone = try await alice.expect("✅ Часовой пояс: Самара, 13:00")
      #expect(zone.contains(says[1]))
      try await alice.send("Хочу бегать по утрам")
      try await alice.expect("Записано:\nХочу бегать по утрам")
      try await alice.press("Готово")
      try await alice.expect("Когда спрашивать, как идут дела?")
      try await alice.press("Утром и вечером")
      let review = try await alice.expect("🕐 Часовой пояс: Самара, 13:00")
      #expect(review.contains("🔔 Спрашивать: утром и вечером"))
      try await alice.press("Верно")
      try await alice.expect("🎉 Готово, Алиса!")

      try await alice.press("Первая цель")
      // The goal is what was wished for, without the wishing.
      let why = try await alice.expect("🎯 Бегать по утрам")
      #expect(why.contains(says[3]))
      try await alice.send("просыпаться с силами")
      try await alice.expect("Как часто?")
      try await alice.press("Каждый день")
      try await alice.expect("Есть ли у цели мера на один раз?")
      try await alice.press("Без меры")
      try await alice.expect("План «если – то»")
      try await alice.send("если 19:00, то надеваю кроссовки")
      try await alice.expect("Сейчас стоит 19:00")
      try await alice.press("● 19:00")
      try await alice.expect("Что засчитаем в тяжёлый день?")
      try await alice.send("10 минут пешком")
      try await alice.expect(
        """
        🎯 Бегать по утрам
        Зачем: «просыпаться с силами»
        Ритм: каждый день
        Если 19:00 → надеваю кроссовки
        Напоминание: 19:00
        Минимум (в тяжёлый день): 10 минут пешком
        """)
      try await alice.press("Сохранить")
      try await alice.expect("Цель в деле")

      // A goal younger than an hour brings no points.
      await bot.advance(by: .hours(2))
      try await alice.send("/done")
      try await alice.expect("📋 Сегодня, 2 марта")
      #expect(try await alice.press("Бегать") == "Засчитано ✅")
      let first = try await alice.expect("Всё на этот день отмечено")
      #expect(first.contains("XP · серия 1 🔥 · сила 5 %"))
      // All is logged, so the evening is silent.
      try await bot.advance(to: .at(23), in: "Europe/Samara")
      try await alice.expectNothing()

      try await bot.advance(to: .at(8, 31), in: "Europe/Samara")
      try await alice.expect("• Бегать по утрам")
      try await bot.advance(to: .at(19, 1), in: "Europe/Samara")
      let reminder = try await alice.expect("Если 19:00 → надеваю кроссовки")
      #expect(reminder.contains("🪶 Минимум: 10 минут пешком"))
      try await alice.press("✅ Готово")
      let second = try await alice.expect("✅ Засчитано: Бегать по утрам")
      #expect(second.contains("серия 2 🔥"))
      for day in 3...6 {
        try await bot.advance(to: .at(19, 1), in: "Europe/Samara")
        #expect(await alice.latest().contains("надеваю кроссовки"))
        try await alice.press("✅ Готово")
        try await alice.expect("серия \(day) 🔥")
      }
      try await bot.advance(to: .at(18, 1), in: "Europe/Samara")
      let week = await alice.latest()
      #expect(week.contains("📊 Итоги недели · 2 марта – 8 марта"))
      #expect(week.contains("6 из 7"))
      #expect(week.contains("🧪 Эксперимент на неделю."))
      try await bot.advance(to: .at(19, 1), in: "Europe/Samara")
      try await alice.expect("надеваю кроссовки")
      try await alice.press("✅ Готово")
      try await alice.expect("серия 7 🔥")
      try await alice.send("/progress")
      let progress = try await alice.expect("⭐ Уровень")
      #expect(progress.contains("🔥 7 дней · сила"))

      try await alice.send("/premium")
      try await alice.expect("до 15 активных целей сразу (бесплатно – 3)")
      try await alice.press("Подключить за 250 ⭐")
      let invoice = try await alice.expect("Счёт готов: 250 ⭐")
      #expect(invoice.contains(says[4]))
      #expect(try await alice.pay() == nil)
      try await alice.expect("💫 Спасибо! Premium действует до 8 апреля 2026.")
      #expect(try await bot.rows("SELECT charge_id FROM payments_payment").count == 1)
      for command in ["/help", "/goals", "/reminders", "/plan", "/profile", "/subscription", "/start"] {
        try await alice.send(command)
      }
      await alice.ignoreAll()

      let chat = await bot.transcript(of: alice)
      Reading.check(chat, by: alice, language: .russian)
      // The welcome comes before anybody could choose.
      let afterwards = chat.drop { $0 != "▰" }
      for phrase in unlike { #expect(!afterwards.contains(phrase), "\(phrase)") }
    }
  }

  @Test func inEnglish() async throws {
    try await withBot(coach, settings: "payments: { ledger_hours: 24 }") { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/start")
      try await alice.expect("Hi, Alice!")
      try await alice.press("Quick start")
      try await alice.expect("What should I call you?")
      try await alice.press("Alice")
      try await alice.expect("What time is it where you are?")
      try await alice.send("London")
      let zone = try await alice.expect("✅ Time zone: London, 09:00")
      #expect(zone.contains("What do you want in 3 months?"))
      try await alice.send("I want to run in the morning")
      try await alice.expect("Written down:\nI want to run in the morning")
      try await alice.press("Done")
      try await alice.expect("When shall I ask how it’s going?")
      try await alice.press("Mornings and evenings")
      try await alice.expect("Here is what I wrote down, in your own words")
      try await alice.press("That’s right")
      try await alice.expect("🎉 All set, Alice!")

      try await alice.press("First goal")
      try await alice.expect("🎯 Run in the morning")
      try await alice.send("to wake up fresh")
      try await alice.expect("How often?")
      try await alice.press("Every day")
      try await alice.expect("Is there an amount for each time?")
      try await alice.press("No amount")
      try await alice.expect("An if–then plan helps more than anything else")
      try await alice.send("if it is 19:00 then I put on my shoes")
      try await alice.expect("It is 19:00 now.")
      try await alice.press("● 19:00")
      try await alice.expect("What will still count on a hard day?")
      try await alice.send("a ten minute walk")
      try await alice.expect(
        """
        🎯 Run in the morning
        Why: “to wake up fresh”
        Rhythm: every day
        If it is 19:00 → I put on my shoes
        Reminder: 19:00
        Minimum (on a hard day): a ten minute walk
        """)
      try await alice.press("Save")
      try await alice.expect("The goal is on.")
      await bot.advance(by: .hours(2))
      try await alice.send("/done")
      try await alice.expect("📋 Today, March 2")
      #expect(try await alice.press("Run") == "Counted ✅")
      let first = try await alice.expect("Everything for this day is checked")
      #expect(first.contains("XP · streak 1 🔥 · strength 5%"))
      try await bot.advance(to: .at(23), in: "Europe/London")
      try await alice.expectNothing()
      for day in 2...6 {
        try await bot.advance(to: .at(19, 1), in: "Europe/London")
        #expect(await alice.latest().contains("If it is 19:00 → I put on my shoes"))
        try await alice.press("✅ Done")
        try await alice.expect("streak \(day) 🔥")
      }
      try await bot.advance(to: .at(18, 1), in: "Europe/London")
      let week = await alice.latest()
      #expect(week.contains("📊 Your week · March 2 – March 8"))
      #expect(week.contains("6 of 7"))
      try await bot.advance(to: .at(19, 1), in: "Europe/London")
      try await alice.expect("I put on my shoes")
      try await alice.press("✅ Done")
      try await alice.expect("streak 7 🔥")
      try await alice.send("/progress")
      let progress = try await alice.expect("⭐ Level")
      #expect(progress.contains("🔥 7 days · strength"))
      try await alice.send("/premium")
      try await alice.expect("up to 15 active goals")
      try await alice.press("Get it for 250 ⭐")
      try await alice.expect("The invoice is ready: 250 ⭐")
      #expect(try await alice.pay() == nil)
      try await alice.expect("Thank you! Premium is on until April 8, 2026.")
      #expect(try await bot.rows("SELECT charge_id FROM payments_payment").count == 1)
      for command in ["/help", "/goals", "/reminders", "/plan", "/profile", "/subscription", "/start"] {
        try await alice.send(command)
      }
      await alice.ignoreAll()
      Reading.check(await bot.transcript(of: alice), by: alice, language: .english)
    }
  }
}
