package import Logging
import NIOPosix
import Synchronization

/// The API keys that the server accepts, as the file has them: ``run()`` follows the file, requests only look at what it found.
///
/// A file that is gone has no keys. One that cannot be read, or is not valid, leaves the keys as they were. Both are reported,
/// once.
package final class APIKeyStore: Sendable {
  /// What the file was when it was looked at last.
  private enum Reading: Equatable {
    case content([UInt8])
    case missing
    case unreadable(String)
  }

  private let file: APIKeyFile
  private let time: SecurityTime
  private let interval: Duration
  private let clock: any Clock<Duration>
  private let records: Mutex<[APIKeyRecord]>
  private let last: Mutex<Reading>
  private let log: Logger

  /// - Parameter interval: how often ``run()`` looks at the file.
  /// - Throws: an `APIKeyFileError` for a file that is missing, cannot be read, or is not valid.
  package init(
    _ file: APIKeyFile, time: SecurityTime = .system, interval: Duration = .seconds(1),
    clock: any Clock<Duration> = ContinuousClock(), log: Logger = Logger(label: "juggler.security")
  ) throws(APIKeyFileError) {
    self.file = file
    self.time = time
    self.interval = interval
    self.clock = clock
    self.log = log
    guard let bytes = try file.content() else {
      throw APIKeyFileError(
        "expected a keys file, found no \(file.path): make one with 'juggler keys create NAME --scope SCOPE --keys "
          + "\(file.path)', or name the one that there is")
    }
    records = Mutex(try file.records(in: bytes))
    last = Mutex(.content(bytes))
  }

  package enum Finding: Sendable, Equatable {
    case principal(Principal)
    case expired
    case unknown
  }

  package func find(_ key: APIKey) -> Finding {
    let digest = key.digest
    // Every record is compared, and all of each, so that time tells nothing.
    var found: APIKeyRecord?
    for record in records.withLock({ $0 }) {
      var difference: UInt8 = 0
      for (ours, theirs) in zip(record.digest, digest) { difference |= ours ^ theirs }
      if difference == 0 { found = record }
    }
    guard let found else { return .unknown }
    return found.isExpired(at: time.now()) ? .expired : .principal(found.principal)
  }

  package var count: Int { records.withLock { $0.count } }

  /// Follows the file until the task is cancelled, on a thread where reading it holds up nobody.
  package func run() async throws {
    while !Task.isCancelled {
      try await clock.sleep(for: interval)
      try await NIOThreadPool.singleton.runIfActive { self.refresh() }
    }
  }

  /// Looks at the file once. It blocks, so it is nothing for an event loop.
  ///
  /// The whole file is read: neither its size nor its times tell every change, and none that somebody else may no longer read.
  func refresh() {
    let reading = read()
    let isNew = last.withLock { last in
      defer { last = reading }
      return last != reading
    }
    guard isNew else { return }
    switch reading {
    case .content(let bytes): take(bytes)
    case .missing:
      records.withLock { $0 = [] }
      log.warning("the keys file \(file.path) is gone: no API key counts until it is back")
    case .unreadable(let problem): keep(problem)
    }
  }

  private func read() -> Reading {
    do throws(APIKeyFileError) {
      return try file.content().map { .content($0) } ?? .missing
    } catch {
      return .unreadable(error.description)
    }
  }

  private func take(_ bytes: [UInt8]) {
    do throws(APIKeyFileError) {
      let new = try file.records(in: bytes)
      records.withLock { $0 = new }
      log.notice("API keys read again from \(file.path): \(new.count)")
    } catch {
      keep(error.description)
    }
  }

  private func keep(_ problem: String) {
    log.error("the \(count) API keys stay as they were: \(problem)")
  }
}
