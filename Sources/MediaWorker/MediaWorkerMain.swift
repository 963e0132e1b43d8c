import CConfine
import Glibc
import MediaProtocol

/// `roost-media`: makes pictures safe and draws charts for Roost, in a process that may be killed at any time.
///
/// It reads requests from standard input and answers on standard output until its input ends. It keeps nothing.
@main
enum MediaWorkerMain {
  static func main() {
    if CommandLine.arguments.dropFirst().first == "--check" { return check() }
    // Whatever a library prints goes nowhere; answers have a descriptor of their own.
    guard cconfine_close_from(3) == 0 || errno == ENOSYS else { exit(71) }
    let output = cconfine_duplicate(1)
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard output >= 0, nowhere >= 0, dup2(nowhere, 1) == 1 else { exit(71) }
    close(nowhere)
    guard let abilities = Confinement.start() else { exit(70) }
    let channel = FrameChannel(input: 0, output: output)
    guard channel.send(.greeting, id: 0, Array("roost-media, \(abilities)".utf8)) else { return }
    while let request = channel.receive() {
      let answer = Requests.answer(request)
      guard channel.send(answer.kind, id: request.id, answer.body) else { break }
      cconfine_return_memory()
    }
  }

  /// Tells the person at the terminal whether the worker can work here.
  private static func check() {
    let found = Confinement.start(isCheck: true)
    Confinement.speakAgain()
    guard let abilities = found else {
      print("roost-media cannot start: libvips does not start or limits cannot be set")
      exit(70)
    }
    print("roost-media is ready: \(abilities)")
  }
}
