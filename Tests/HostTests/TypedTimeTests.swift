import PluginAPI
import Testing

@Suite struct TypedTimeTests {
  @Test(arguments: [
    ("7", "07:00"), ("07:15", "07:15"), ("7.15", "07:15"), ("0715", "07:15"), ("715", "07:15"), ("23:59", "23:59"),
    ("23-59", "23:59"), ("7:15 pm", "19:15"), ("12am", "00:00"), ("12 PM", "12:00"), (" 8:05 ", "08:05"),
    ("\u{200B}20:15\u{200E}", "20:15"), ("0:00", "00:00"), ("19", "19:00"),
  ])
  func times(text: String, time: String) { #expect(LocalTime(typed: text)?.description == time) }

  @Test(arguments: [
    "", "24:00", "7:5", "7:60", "abc", "утром", "-1", "7:155", "13pm", "٧:١٥", "7::5", ":15", "99999", "1:2:3",
    "7:30:00", String(repeating: "7", count: 4096),
  ])
  func whatIsNoTime(text: String) { #expect(LocalTime(typed: text) == nil) }
}
