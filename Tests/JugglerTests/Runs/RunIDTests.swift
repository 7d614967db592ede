import Juggler
import Testing

struct RunIDTests {
  /// The moment of the example in RFC 9562, appendix A.6.
  let exampleTime = Timestamp(nanoseconds: 1_645_557_742_000 * 1_000_000)

  @Test func beginsWithTheMillisecondsOfItsTime() {
    let text = RunID(at: exampleTime).description
    #expect(text.hasPrefix("017f22e2-79b0-7"))
    #expect(text.count == 36)
  }

  @Test func hasTheVersionAndVariantOfRFC9562() {
    for _ in 0..<100 {
      let text = Array(RunID(at: exampleTime).description)
      #expect(text[14] == "7")
      #expect("89ab".contains(text[19]))
    }
  }

  @Test func twoOfTheSameMomentDiffer() {
    #expect(RunID(at: exampleTime) != RunID(at: exampleTime))
  }

  @Test(arguments: [Duration.nanoseconds(250), .microseconds(1), .milliseconds(1), .seconds(86_400)])
  func sortsByTime(_ later: Duration) {
    for _ in 0..<20 {
      let (first, second) = (RunID(at: exampleTime), RunID(at: exampleTime + later))
      #expect(first < second)
      #expect(first.description < second.description)
    }
  }

  @Test func readsTheExampleOfTheRFCInUpperCase() throws {
    let id = try #require(RunID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
    #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
  }

  @Test func isReadFromWhatItWrites() {
    let id = RunID()
    #expect(RunID(id.description) == id)
  }

  @Test(arguments: [
    "", "017f22e2", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "017f22e2a79b0-7cc3-98c4-dc0c0c07398f",
    "-17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "é17f22e2-79b0-7cc3-98c4-dc0c0c07398",
  ])
  func refusesOtherText(_ text: String) {
    #expect(RunID(text) == nil)
  }

  @Test func aTimeBefore1970CountsAs1970() {
    #expect(RunID(at: Timestamp(nanoseconds: -1)).description.hasPrefix("00000000-0000-7000-"))
  }
}
