import Goals
import PluginAPI
import Testing

@Suite struct CatalogueTests {
  @Test func everyTextIsCompleteInBothLanguages() throws {
    let catalogue = try Catalogue(plugin: "goals", files: GoalsPlugin.manifest.texts)
    #expect(catalogue.verify() == [])
  }
}
