import Contracts
import PluginAPI
import Testing

@testable import Goals

/// Nothing of a model's answer is believed.
@Suite struct AnalysisTests {
  private func problems(_ changes: [String: String], _ language: Language = .russian, canAsk: Bool = true) throws
    -> [String]
  {
    try Answers.analysis(language, changes).problems(in: language, today: monday, canAsk: canAsk)
  }

  @Test func goodAnswersPass() throws {
    #expect(try problems([:]) == [])
    #expect(try problems([:], .english) == [])
    #expect(try problems(["due_date": #""2029-10-05""#, "type": #""open""#]) == [])
    let none = #"{"unit":"сигарет","target":0,"direction":"at_most","start_value":null}"#
    #expect(try problems(["type": #""limit""#, "measure": none]) == [])
  }

  @Test(arguments: [
    ["title": #""""#], ["title": "\"\(String(repeating: "б", count: 81))\""], ["language": #""en""#],
    [
      "title": #""Run three times a week in the morning light""#, "minimum_version": #""ten minutes of walking""#,
      "plans": "[]",
    ],
    ["due_date": #""2026-10-05""#], ["due_date": #""2029-10-06""#], ["due_date": #""31.12.2026""#],
    ["due_date": #""2027-02-30""#], ["effort": "4"], ["area": #""sport""#], ["safety": #""fine""#],
    ["schedule": #"{"kind":"weekdays","weekdays":[],"times_per_week":null,"local_time":null}"#],
    ["schedule": #"{"kind":"weekdays","weekdays":[0,8],"times_per_week":null,"local_time":null}"#],
    ["schedule": #"{"kind":"per_week","weekdays":[],"times_per_week":8,"local_time":null}"#],
    ["schedule": #"{"kind":"none","weekdays":[],"times_per_week":null,"local_time":null}"#],
    ["schedule": #"{"kind":"daily","weekdays":[],"times_per_week":null,"local_time":"25:00"}"#],
    ["schedule": #"{"kind":"daily","weekdays":[],"times_per_week":null,"local_time":"7:00"}"#],
    ["type": #""target""#], ["type": #""limit""#],
    ["type": #""target""#, "measure": #"{"unit":"книг","target":0,"direction":"at_least","start_value":null}"#],
    ["type": #""target""#, "measure": #"{"unit":"книг","target":-3,"direction":"at_least","start_value":null}"#],
    ["type": #""target""#, "measure": #"{"unit":"книг","target":1e12,"direction":"at_least","start_value":null}"#],
    ["type": #""target""#, "measure": #"{"unit":"книг","target":9,"direction":"at_least","start_value":9}"#],
    ["milestones": #"["1","2","3","4","5","6","7","8"]"#], ["milestones": #"[""]"#],
    [
      "plans":
        #"[{"cue_kind":"time","cue":"а","action":"б"},{"cue_kind":"time","cue":"в","action":"г"},{"cue_kind":"time","cue":"д","action":"е"},{"cue_kind":"time","cue":"ж","action":"з"}]"#
    ],
    ["plans": #"[{"cue_kind":"time","cue":"","action":"б"}]"#], ["notes": #""Смотри https://example.com""#],
    ["notes": #""Пиши @coach_bot""#], ["title": #""<b>Бегать</b>""#], ["why": #""**важно**""#],
    ["notes": #""всё на roost.ru""#], ["status": #""needs_clarification""#],
    [
      "status": #""needs_clarification""#,
      "questions": #"[{"text":"Когда?","quick_answers":["Утром","Днём","Вечером","Ночью","Всегда"]}]"#,
    ],
    [
      "status": #""needs_clarification""#,
      "questions": #"[{"text":"Когда?","quick_answers":["Рано утром, ещё до завтрака"]}]"#,
    ],
  ])
  func badAnswersAreNamed(changes: [String: String]) throws {
    #expect(try !problems(changes).isEmpty, "\(changes)")
  }

  /// When no question is left, one more is no fault: what there is is taken.
  @Test func questionsTooManyAreOverlooked() throws {
    #expect(try problems(["status": #""needs_clarification""#], canAsk: false) == [])
  }

  @Test func refusalsNeedNothingElse() throws {
    #expect(try problems(["safety": #""self_harm""#, "title": #""""#]) == [])
    #expect(try problems(["status": #""not_a_goal""#, "effort": "9"]) == [])
  }

  @Test func everyPartFindsItsPlace() throws {
    let draft = GoalDraft(try Answers.analysis())
    #expect(draft.title == "Бегать три раза в неделю" && draft.why == "хочу просыпаться бодрым")
    #expect(draft.kind == .habit && draft.schedule == .perWeek(3) && draft.effort == 2 && draft.area == "health")
    #expect(draft.cue == "7:00 и выпит стакан воды" && draft.action == "надеваю кроссовки и выхожу")
    #expect(draft.obstacle == "темно и лень" && draft.coping == "одежда с вечера у двери")
    #expect(draft.remindAt == .at(7) && draft.minimum == "10 минут пешком")
  }

  @Test func kindsAndMeasures() throws {
    func draft(_ changes: [String: String]) throws -> GoalDraft { GoalDraft(try Answers.analysis(.russian, changes)) }
    let measured = #"{"unit":"слов","target":60,"direction":"at_least","start_value":40}"#
    let target = try draft(["type": #""target""#, "measure": measured, "due_date": #""2026-12-31""#])
    #expect(target.kind == .target && target.start == 40 && target.amount == 60 && target.schedule == .none)
    #expect(target.dueDate == LocalDate("2026-12-31") && target.minimum == nil)
    let counted = #"{"unit":"книг","target":12,"direction":"at_least","start_value":0}"#
    #expect(try draft(["type": #""target""#, "measure": counted]).start == nil)
    let steps = try draft(["type": #""milestone""#, "milestones": #"["План","План","Черновик"]"#, "measure": counted])
    #expect(steps.kind == .milestone && steps.steps == ["План", "Черновик"] && steps.amount == nil)
    let limit = #"{"unit":"чашки","target":2,"direction":"at_most","start_value":null}"#
    #expect(try draft(["type": #""limit""#, "measure": limit]).load.kind == .limit)
    #expect(try draft(["type": #""open""#, "measure": counted]).kind == .open)
  }

  /// Invisible and bidi characters, line breaks: what a model writes is cleaned like what a person writes.
  @Test func textsAreCleaned() throws {
    let draft = GoalDraft(try Answers.analysis(.russian, ["title": #""Бегать\u202e\n\nпо утрам""#]))
    #expect(draft.title == "Бегать по утрам")
  }
}
