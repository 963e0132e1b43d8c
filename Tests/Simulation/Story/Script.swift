import PluginAPI

/// What people will do, and what must come of it.
struct Script {
  struct Line {
    /// Since the person's last line.
    var pause: Duration
    var text: String
    /// How often the button under the answer is pressed.
    var presses = 0
  }

  struct Person {
    var id: Int
    var lines: [Line]
  }

  var people: [Person]

  static let verbs = [
    "", "", "", "job", "job", "work", "event", "event", "group", "dialog", "press", "press", "twice", "fail", "daily",
  ]

  init(_ dice: inout Dice, people count: Int, lines: ClosedRange<Int>) {
    people = (0..<count).map { index in
      let count = dice.number(lines)
      return Person(
        id: 101 + index,
        lines: (1...count).map { number in
          let verb = Self.verbs[dice.index(of: Self.verbs.count)]
          // Some write without waiting for an answer, some take their time.
          let pause = dice.chance(0.4) ? dice.milliseconds(0...20) : dice.milliseconds(100...2500)
          return Line(
            pause: pause, text: verb.isEmpty ? "\(number)" : "\(number) \(verb)",
            presses: verb == "press" ? dice.number(0...2) : 0)
        })
    }
  }
}

/// What the notebook must hold in the end.
struct Expectation {
  struct Note: Hashable, CustomStringConvertible {
    var source: String
    var text: String
    var description: String { "\(source) \(text)" }
  }

  /// Of messages and answers to dialogs, in the order in which they were written.
  var inOrder: [Note] = []
  /// Jobs, results and presses: each once, at any place.
  var once: [Note] = []
  var events: [String] = []
  var toGroup: [String] = []
  var failures = 0
  var twice = 0

  init(_ person: Script.Person) {
    var answersDialog = false
    for line in person.lines {
      let number = String(line.text.prefix { $0 != " " })
      let verb = String(line.text.dropFirst(number.count + 1))
      if answersDialog {
        inOrder.append(Note(source: "dialog", text: number))
        answersDialog = false
        continue
      }
      if verb == "fail" {
        failures += 1
        continue
      }
      inOrder.append(Note(source: "message", text: number))
      switch verb {
      case "job": once.append(Note(source: "job", text: number))
      case "work": once.append(Note(source: "work", text: number))
      case "daily": once.append(Note(source: "daily", text: number))
      case "event": events.append(number)
      case "group": toGroup.append(number)
      case "dialog": answersDialog = true
      case "twice": twice += 2
      default: break
      }
    }
  }
}
