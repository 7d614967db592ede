internal import AsyncPatterns
internal import Juggler
internal import NIOCore
internal import Subprocess
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Runs processes, each in a session of its own: none of them outlives its task, and not too many run at once.
package final class ProcessRunner: Sendable {
  package struct Configuration: Sendable {
    /// How many processes run at once; further ones wait without holding anything.
    package var maximumProcesses = 4 * System.coreCount
    /// The most bytes that a process may write to a stream whose content is the output.
    package var maximumOutputBytes = 64 << 20
    /// How long a cancelled process and its children may take to end by themselves.
    package var gracePeriod: Duration = .milliseconds(400)

    package init() {}
  }

  private let configuration: Configuration
  private let permits: AsyncSemaphore

  package init(configuration: Configuration = Configuration()) {
    self.configuration = configuration
    permits = AsyncSemaphore(permits: configuration.maximumProcesses)
    _ = Self.ignoresBrokenPipes
    LiveSessions.prepare()
  }

  /// A process that does not read its input must not end this one.
  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  /// Runs the command to its end.
  ///
  /// - Throws: `CancellationError` once the process and all of its session have been ended because the task was
  ///   cancelled; a fault when it could not be started or wrote too much; `CommandNotFound`.
  func run(_ command: ProcessCommand) async throws -> ProcessResult {
    try command.validate()
    return try await permits.withPermit {
      do {
        return try await execute(command)
      } catch {
        if Task.isCancelled { throw CancellationError() }
        throw Self.translated(error, executable: command.executable)
      }
    }
  }

  private func execute(_ command: ProcessCommand) async throws -> ProcessResult {
    try Task.checkCancellation()
    var options = PlatformOptions()
    options.createSession = true
    // The session is ended here, before this sequence would come to its end: see `ProcessSession.end`.
    options.teardownSequence = [
      .send(signal: .resume, toProcessGroup: true, allowedDurationToNextStep: configuration.gracePeriod * 4)
    ]
    let result = try await Subprocess.run(
      command.executable.contains("/") ? .path(.init(command.executable)) : .name(command.executable),
      arguments: Arguments(command.arguments), environment: command.subprocessEnvironment, platformOptions: options,
      input: .inputWriter, output: .sequence, error: .sequence
    ) { execution in
      let session = ProcessSession(leader: execution.processIdentifier.value)
      return try await session.track {
        try await exchange(with: execution, running: command)
      } orEndWithin: {
        configuration.gracePeriod
      }
    }
    ProcessSession(leader: result.processIdentifier.value).endRest()
    return ProcessResult(
      status: result.terminationStatus, output: result.closureResult.output, errors: result.closureResult.errors)
  }

  /// Writes the input while reading what the process writes.
  private func exchange(
    with execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>, running command: ProcessCommand
  ) async throws -> (output: [UInt8], errors: [UInt8]) {
    let limit = configuration.maximumOutputBytes
    return try await withThrowingTaskGroup(of: Void.self) { group in
      let writer = execution.standardInputWriter
      group.addTask {
        // A process may end, or close its input, without having read all of it.
        if !command.input.isEmpty { _ = try? await writer.write(command.input) }
        try? await writer.finish()
      }
      async let output = OutputCollector.collect(execution.standardOutput, command.output, "stdout", limit: limit)
      async let errors = OutputCollector.collect(execution.standardError, command.errors, "stderr", limit: limit)
      let collected = try await (output, errors)
      try Task.checkCancellation()
      try await group.waitForAll()
      return collected
    }
  }
}
