import ArgumentParser
import Juggler
import JugglerAPI
import JugglerClient

struct RunsResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Let suspended runs go on, or take over one whose process is gone.",
    discussion: """
      Steps that ended are not done again. With --follow the run goes on here, also one that was not suspended but \
      interrupted, as by a crash.

      Examples:
        juggler runs resume 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db
        juggler runs resume 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db --follow
      """)

  @OptionGroup var target: RunTarget
  @OptionGroup var options: FollowOptions

  func validate() throws { try options.check(target) }

  func run() async throws {
    guard options.follow else { return try await target.perform(.resume) }
    if let client = target.source.address.client {
      return try await options.await(client) {
        let run = try await client.run(target.ids[0])
        return run.status == .suspended ? try await client.resume(run.id) : run
      }
    }
    try await options.drive(target) { engine, record in
      guard let now = try await engine.store.run(record.id) else { throw RunCommandError(.unknownRun, record.id) }
      if now.status == .suspended { try await engine.resume(now.id) }
      if now.status.isFinal { throw RunCommandError(.status(now.status), now.id) }
      return now.id
    }
  }
}

struct RunsRetryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Let faulted or cancelled runs go on where they failed.",
    discussion: """
      The step that failed is done again; what was done before it counts.

      Examples:
        juggler runs retry 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db
        juggler runs retry 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db --follow
      """)

  @OptionGroup var target: RunTarget
  @OptionGroup var options: FollowOptions

  func validate() throws { try options.check(target) }

  func run() async throws {
    guard options.follow else { return try await target.perform(.retry) }
    if let client = target.source.address.client {
      return try await options.await(client) { try await client.retry(target.ids[0]) }
    }
    try await options.drive(target) { engine, record in
      try await engine.retry(record.id)
      return record.id
    }
  }
}

extension FollowOptions {
  func check(_ target: RunTarget) throws {
    if follow, target.ids.count > 1 { throw ValidationError("--follow takes one run; found \(target.ids.count)") }
  }

  func drive(
    _ target: RunTarget, _ change: @escaping @Sendable (Engine, RunRecord) async throws -> RunID
  ) async throws {
    let console = Console()
    target.common.startLogging(to: console)
    try await drive(target.ids[0], in: target.source, on: console, change)
  }
}
