import Juggler
import Testing

@testable import JugglerCLI

@Suite struct JSONTraceTests {
  private func event(_ task: RunEvent.TaskIdentity?, _ kind: RunEvent.Kind) -> RunEvent {
    RunEvent(run: Recording.run, task: task, kind: kind, at: Recording.time(250))
  }

  @Test func aTasksEventIsOneObject() {
    let event = event(Recording.identity("/do/0/eggs"), .started)
    #expect(
      JSONTrace.line(for: event)
        == #"{"task":"eggs","reference":"/do/0/eggs","event":"started","at":"2023-11-14T22:13:20.250Z","#
        + #""run":"0198f3c1-2a00-7000-8000-000000000001"}"#)
  }

  @Test func iterationsAndAttemptAreSaidWhereTheyApply() {
    let scope = StepID.Scope.iteration(3).appending(.attempt(2)).appending(.iteration(0))
    let line = JSONTrace.line(for: event(Recording.identity("/do/0/eggs", scope), .completed))
    #expect(line?.hasSuffix(#","iterations":[3,0],"attempt":2}"#) == true)
  }

  @Test func aFaultAndADelayAreIncluded() {
    var event = event(Recording.identity("/do/0/eggs"), .retried)
    event.delay = .milliseconds(1250)
    event.fault = Fault(type: "about:blank", status: 503)
    #expect(
      JSONTrace.line(for: event)?.hasSuffix(#","delay":"PT1.25S","error":{"type":"about:blank","status":503}}"#) == true
    )
  }

  @Test func theRunsOwnEventsAreNotTasks() {
    #expect(JSONTrace.line(for: event(nil, .completed)) == nil)
  }
}
