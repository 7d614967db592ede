#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A process that leads a session, and all that it has started there.
///
/// Its number stays its own until the process has been waited for, which happens only after `track` has returned, and
/// afterwards for as long as anything is left of its session.
struct ProcessSession: Sendable, Hashable {
  let leader: pid_t

  /// Runs `body`, which waits for the leader's output to end. When it throws or the task is cancelled, everything in the
  /// session is ended before this returns.
  func track<Result>(
    _ body: () async throws -> Result, orEndWithin gracePeriod: () -> Duration
  ) async throws -> Result {
    LiveSessions.insert(leader)
    defer { LiveSessions.remove(leader) }
    do {
      let result = try await body()
      try Task.checkCancellation()
      return result
    } catch {
      let gracePeriod = gracePeriod()
      // The task may be cancelled already; this has to run to its end all the same, and is awaited right here.
      await Task { await end(within: gracePeriod) }.value
      throw error
    }
  }

  /// Asks every process of the session to end, waits for it, and kills what is left.
  private func end(within gracePeriod: Duration) async {
    let clock = ContinuousClock()
    signal(SIGTERM)
    let deadline = clock.now + gracePeriod
    while isAlive, clock.now < deadline { try? await clock.sleep(for: .milliseconds(5)) }
    kill()
    // Being killed takes a moment, longer while the process is in the kernel.
    let patience = clock.now + .seconds(2)
    while isAlive, clock.now < patience { try? await clock.sleep(for: .milliseconds(1)) }
  }

  /// Tells what the leader has left behind to end.
  func endRest() { signal(SIGTERM) }

  /// Kills every process of the session.
  func kill() {
    signal(SIGKILL)
    for member in members { _ = platformKill(member, SIGKILL) }
  }

  private func signal(_ number: Int32) { _ = platformKill(-leader, number) }

  private var isAlive: Bool {
    #if os(Linux)
      !members.isEmpty
    #else
      platformKill(-leader, 0) == 0
    #endif
  }

  /// The processes of the session that have not ended, those in process groups of their own among them.
  var members: [pid_t] {
    #if os(Linux)
      guard let directory = opendir("/proc") else { return [] }
      defer { closedir(directory) }
      var members: [pid_t] = []
      while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) {
          String(cString: $0.bindMemory(to: CChar.self).baseAddress!)
        }
        guard let process = pid_t(name), Self.session(of: process) == leader else { continue }
        members.append(process)
      }
      return members
    #else
      return []
    #endif
  }

  #if os(Linux)
    /// The session of a process that has not ended.
    private static func session(of process: pid_t) -> pid_t? {
      guard let file = fopen("/proc/\(process)/stat", "r") else { return nil }
      defer { fclose(file) }
      let text = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { buffer in
        let count = fread(buffer.baseAddress, 1, buffer.count, file)
        return String(decoding: buffer[..<count], as: UTF8.self)
      }
      // pid (name) state parent group session …, where the name may contain anything.
      guard let end = text.lastIndex(of: ")") else { return nil }
      let fields = text[text.index(after: end)...].split(separator: " ", maxSplits: 4)
      guard fields.count > 3, fields[0] != "Z", fields[0] != "X" else { return nil }
      return pid_t(fields[3])
    }
  #endif
}

/// Sends a signal to a process, or with a negative number to a process group.
func platformKill(_ process: pid_t, _ number: Int32) -> Int32 {
  #if canImport(Glibc)
    Glibc.kill(process, number)
  #elseif canImport(Musl)
    Musl.kill(process, number)
  #else
    Darwin.kill(process, number)
  #endif
}
