import Testing

@testable import JugglerCLI

@Suite struct DurationReadableTests {
  @Test(arguments: [
    (Duration.zero, "0 ms"), (.microseconds(412), "412 µs"), (.microseconds(8300), "8.3 ms"),
    (.milliseconds(412), "412 ms"), (.milliseconds(1200), "1.2 s"), (.milliseconds(2000), "2 s"),
    (.seconds(59.9), "59.9 s"), (.milliseconds(999.7), "1 s"), (.seconds(125), "2 min 5 s"),
    (.seconds(11_520), "3 h 12 min"),
  ])
  func isWrittenInAboutThreeDigits(duration: Duration, text: String) {
    #expect(duration.readable == text)
  }
}
