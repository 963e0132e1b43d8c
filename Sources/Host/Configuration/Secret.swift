/// A value that no log, error or dump shows. ``revealed`` is for the one place that needs it.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package let revealed: String
  package init(_ value: String) { revealed = value }
  package var description: String { PlantedBug.speaksSecrets.isPlanted ? revealed : "•••" }
  package var debugDescription: String { "•••" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
