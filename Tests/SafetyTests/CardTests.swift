import Localization
import Testing

@testable import Safety

@Suite struct CardTests {
  @Test func theTextsAreComplete() throws {
    let catalogue = try #require(CrisisCard.catalogue)
    #expect(catalogue.verify() == [])
  }

  @Test func theCardNamesPeople() {
    let russian = CrisisCard.standard.text(.selfHarm, for: Reader(language: .russian)).string
    for part in ["112", "8-800-2000-122", "124", "findahelpline.com", "Я бот"] { #expect(russian.contains(part)) }
    let english = CrisisCard.standard.text(.abuseVictim, for: Reader(language: .english)).string
    for part in ["112", "findahelpline.com", "I’m a bot", "not your fault"] { #expect(english.contains(part)) }
  }

  @Test func anotherListTakesItsPlace() throws {
    let lines = try HelpLines(
      json: [UInt8](
        """
        {"verified_on":"2026-11-01","directory":"https://example.org","fallback":"XX","by_language":{},
         "countries":{"XX":[{"title":{"ru":"Линия","en":"Line"},"numbers":["1 (23)"]}]}}
        """.utf8))
    let card = CrisisCard(lines: lines).text(.selfHarm, for: Reader(language: .russian)).string
    #expect(card.contains("Линия: 1 (23)") && card.contains("https://example.org") && !card.contains("112"))
  }

  @Test func faultsOfAListAreNamed() {
    func problems(_ json: String) -> [String] {
      do throws(HelpLinesError) {
        _ = try HelpLines(json: [UInt8](json.utf8))
        return []
      } catch {
        return error.problems
      }
    }
    #expect(problems("{}").count == 1)
    let wrong = problems(
      """
      {"directory":"http://x","fallback":"XX","by_language":{"ru":"RU"},
       "countries":{"XX":[{"title":{"en":"Line"},"numbers":["call me"]}],"YY":[]}}
      """)
    #expect(wrong.count == 4)
    #expect(wrong.contains { $0.contains("lacks RU") })
    #expect(wrong.contains { $0.contains("\"call me\" is not a telephone number") })
  }
}
