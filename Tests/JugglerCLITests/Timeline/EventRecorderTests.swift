import Juggler
import Testing

@testable import JugglerCLI

@Suite struct EventRecorderTests {
  @Test func countsWhatComesAfterItsLimitButKeepsTheRunsOwnEvents() {
    let recorder = EventRecorder(limit: 3)
    for event in Recording.fork.inOrder { recorder.observe(event) }
    let (events, dropped) = recorder.recorded
    #expect(events.count == 4)
    #expect(events.last?.task == nil)
    #expect(events.last?.kind == .completed)
    #expect(dropped == 6)
  }
}
