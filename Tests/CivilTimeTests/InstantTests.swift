import CivilTime
import Testing

/// Instants are made of numbers from outside, and no such number may end the process.
@Suite struct InstantTests {
  @Test(arguments: [Int64.max, Int64.max / 1_000_000 + 1]) func secondsBeyondAllTimeStopAtTheEnds(_ seconds: Int64) {
    #expect(Instant(unixSeconds: seconds).microseconds == .max)
    #expect(Instant(unixSeconds: -seconds).microseconds == .min)
    #expect(Duration.seconds(seconds).wholeMicroseconds == .max)
    #expect(Duration.seconds(-seconds).wholeMicroseconds == .min)
  }

  @Test func arithmeticStopsAtTheEnds() {
    let (first, last) = (Instant(microseconds: .min), Instant(microseconds: .max))
    #expect(last + .seconds(1) == last)
    #expect(last - .seconds(-1) == last)
    #expect(first - .seconds(1) == first)
    #expect(first + .seconds(-1) == first)
    #expect(last - first == .microseconds(Int64.max))
    #expect(first - last == .microseconds(Int64.min))
    #expect(Instant(unixSeconds: 5) + .milliseconds(1500) == Instant(microseconds: 6_500_000))
  }
}
