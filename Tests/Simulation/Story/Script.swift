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

  /// What somebody buys, beside everything else.
  struct Purchase {
    enum Refund { case person, `operator` }
    var pause: Duration
    /// How often the pay button is pressed.
    var payments = 1
    /// Telegram says twice that it was paid and returned.
    var isRepeated = false
    /// Who wants the first payment returned.
    var refund: Refund?
  }

  struct Person {
    var id: Int
    var lines: [Line]
    var purchase: Purchase?
  }

  var people: [Person]

  /// How many pictures an album has.
  static let parts = 3

  static let verbs = [
    "", "", "", "job", "job", "work", "event", "event", "group", "dialog", "press", "press", "twice", "fail", "daily",
    "photo", "album",
  ]

  init(_ dice: inout Dice, people count: Int, lines: ClosedRange<Int>, buys: Bool) {
    people = (0..<count).map { index in
      let count = dice.number(lines)
      return Person(
        id: 101 + index,
        lines: (0..<count).map { index in
          let number = index + 1
          let verb = Self.verbs[dice.index(of: Self.verbs.count)]
          // Some write without waiting for an answer, some take their time.
          let pause = dice.chance(0.4) ? dice.milliseconds(0...20) : dice.milliseconds(100...2500)
          return Line(
            pause: pause, text: verb.isEmpty ? "\(number)" : "\(number) \(verb)",
            presses: verb == "press" ? dice.number(0...2) : 0)
        },
        purchase: buys && dice.chance(0.2) ? Purchase(&dice) : nil)
    }
  }
}

extension Script.Purchase {
  init(_ dice: inout Dice) {
    self.init(
      pause: dice.milliseconds(0...3000), payments: dice.chance(0.3) ? 2 : 1, isRepeated: dice.chance(0.5),
      refund: [nil, nil, .person, .operator][dice.index(of: 4)])
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
  /// How often albums may be noted as a whole: once each, and once more when parts of it came late.
  var albums = 0...0
  var events: [String] = []
  var toGroup: [String] = []
  var failures = 0
  var twice = 0

  init(_ person: Script.Person) {
    var answersDialog = false
    for line in person.lines {
      let number = String(line.text.prefix { $0 != " " })
      let verb = String(line.text.dropFirst(number.count + 1))
      // The parts of an album that have no caption, and no answer either.
      if verb == "album" {
        once += Array(repeating: Note(source: "photo", text: "part"), count: Script.parts - 1)
        albums = albums.lowerBound + 1...albums.upperBound + Script.parts
      }
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
      case "photo": once.append(Note(source: "picture", text: number))
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
