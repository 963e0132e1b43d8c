import CFuzzer
import Glibc

// fuzz TARGET [what libFuzzer takes: folders and options]
let name = CommandLine.arguments.dropFirst().first ?? ""
guard let target = FuzzTarget.named(name) else {
  print("The first argument must be one of: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
  exit(2)
}
Run.target = target
CommandLine.unsafeArgv[1] = CommandLine.unsafeArgv[0]
var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
exit(LLVMFuzzerRunDriver(&count, &arguments, { runOneInput($0, $1) }))
