import Safety
import Testing

@testable import Goals

@Suite struct AimTests {
  @Test(arguments: [
    "Похудеть к лету", "хочу сбросить 5 кг", "минус 6 кг до мая", "-6 кг", "весить 55", "снизить вес", "лишний вес",
    "не больше 1200 ккал", "1500 калорий в день", "голодание 3 дня", "набрать 7кг", "убрать жир с живота", "ИМТ 19",
    "талия 60 см", "Lose 10 pounds", "lose weight", "weigh 55 kg", "eat 1200 kcal a day", "burn fat", "BMI under 20",
    "drop 5kg", "LOSING weight fast", "худеть", "my weight",
  ])
  func numbersOfTheBodyAreRefused(text: String) { #expect(RefusedAim(text) == .body, "\(text)") }

  @Test(arguments: [
    "бросить пить таблетки", "слезть с антидепрессантов", "уменьшить дозу", "50 мг в день", "вылечить диабет",
    "спать без снотворного", "stop taking my meds", "reduce insulin", "quit antidepressants", "cure my depression",
    "take 20 mg",
  ])
  func medicineIsRefused(text: String) { #expect(RefusedAim(text) == .medical, "\(text)") }

  @Test(arguments: [
    "Бегать по утрам", "Бросить курить", "не больше 2 чашек кофе", "Пить 2 литра воды", "Жать лёжа 100 кг",
    "Прочитать 12 книг", "Взвешивать решения", "Вести дневник", "накопить 100 000", "Выучить 500 слов",
    "принимать витамины", "Готовить дома", "пройти 5 км", "Run a marathon", "quit smoking", "bench press 100 kg",
    "improve my squat to 120 kg", "read 12 books", "save 1000 pounds", "drop by the gym", "meditate", "no sugar",
    "write my thesis", "навести порядок дома", "Весна в Праге", "Сделать 30 отжиманий",
  ])
  func ordinaryGoalsAreNot(text: String) { #expect(RefusedAim(text) == nil, "\(text)") }

  @Test func theYoungAreProtectedMore() {
    #expect(RefusedAim("сесть на диету") == nil)
    #expect(RefusedAim("сесть на диету", isTeen: true) == .body)
    #expect(RefusedAim("get abs", isTeen: true) == .body)
    #expect(RefusedAim("Бегать по утрам", isTeen: true) == nil)
  }
}
