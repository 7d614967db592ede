import Foundation
import Subprocess
import Testing

@Suite struct InterruptionTests {
  private func hasStarted(_ task: String) -> (String) -> Bool {
    { $0.contains("\"task\":\"\(task)\"") && $0.contains("\"event\":\"started\"") }
  }

  /// Interrupts a run until one has ended within a second: a machine busy with other tests may hold one up, the command may
  /// not hold up all.
  private func interruptPromptly(
    _ path: String, with signals: [Signal], once task: String, _ check: (JugglerProcess.Result) throws -> Void
  ) async throws {
    var delays: [Duration] = []
    repeat {
      let (result, delay) = try await JugglerProcess.interrupt(
        ["run", path, "--trace", "json"], with: signals, when: hasStarted(task))
      delays.append(delay)
      try check(result)
    } while delays.count < 5 && delays.allSatisfy { $0 >= .seconds(1) }
    #expect(delays.contains { $0 < .seconds(1) }, "\(delays)")
  }

  @Test(arguments: [Signal.interrupt, .terminate])
  func theFirstSignalCancelsTheRunWithinASecond(signal: Signal) async throws {
    try await withFile("wait.yaml", document("- rest:\n    wait:\n      minutes: 10")) { path in
      try await interruptPromptly(path, with: [signal], once: "rest") { result in
        #expect(result.exitCode == 130)
        #expect(result.output == "")
        #expect(
          result.errorLines.contains { $0.contains("\"task\":\"rest\"") && $0.contains("\"event\":\"cancelled\"") })
      }
    }
  }

  @Test func noProcessIsLeftBehind() async throws {
    try await withTemporaryDirectory { directory in
      let pidFile = "\(directory)/pid"
      // The process id is there before the trace says anything that the test waits for.
      let tasks = """
        - work:
            fork:
              branches:
                - child:
                    run:
                      shell:
                        command: echo $$ > \(pidFile).part; mv \(pidFile).part \(pidFile); sleep 600 & wait
                - watch:
                    do:
                      - look:
                          run:
                            shell:
                              command: until [ -e \(pidFile) ]; do sleep 0.01; done
                      - ready:
                          wait:
                            minutes: 10
        """
      try document(tasks).write(toFile: "\(directory)/work.yaml", atomically: true, encoding: .utf8)
      try await interruptPromptly("\(directory)/work.yaml", with: [.interrupt], once: "ready") { result in
        #expect(result.exitCode == 130)
        let text = try String(contentsOfFile: pidFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let pid = try #require(pid_t(text))
        #expect(kill(pid, 0) == -1)
        try FileManager.default.removeItem(atPath: pidFile)
      }
    }
  }

  @Test func theSecondSignalDoesNotWait() async throws {
    try await withTemporaryDirectory { directory in
      let pidFile = "\(directory)/pid"
      // A process that does not end when it is asked to holds the cancelled run up.
      let tasks = """
        - stubborn:
            fork:
              branches:
                - child:
                    run:
                      shell:
                        command: trap '' TERM; echo $$ > \(pidFile).part; mv \(pidFile).part \(pidFile); while :; do sleep 1; done
                - watch:
                    do:
                      - look:
                          run:
                            shell:
                              command: until [ -e \(pidFile) ]; do sleep 0.01; done
                      - ready:
                          wait:
                            minutes: 10
        """
      try document(tasks).write(toFile: "\(directory)/work.yaml", atomically: true, encoding: .utf8)
      let (result, _) = try await JugglerProcess.interrupt(
        ["run", "\(directory)/work.yaml", "--trace", "json"], with: [.interrupt, .terminate],
        when: hasStarted("ready"))
      let text = try String(contentsOfFile: pidFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
      kill(-(try #require(pid_t(text))), SIGKILL)
      #expect([130, 143].contains(result.exitCode))
      #expect(!result.error.contains("juggler: cancelled"))
    }
  }
}
