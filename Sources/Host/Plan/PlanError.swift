/// A plan that cannot run, with everything that is wrong with it.
package struct PlanError: Error, CustomStringConvertible {
  package let problems: [String]
  package var description: String { problems.map { "- \($0)" }.joined(separator: "\n") }
}
